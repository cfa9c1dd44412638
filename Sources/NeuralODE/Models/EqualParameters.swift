extension ModelConfiguration {
  /// Scalars of the model for inputs of dimension d and that many outputs.
  public func parameterCount(inputs d: Int, outputs: Int) -> Int {
    ParameterLayout(self, inputs: d, outputs: outputs).count
  }

  /// This model with the number of filters (or the hidden width) that brings its parameters nearest
  /// to `count`, so that two models can be compared that differ in nothing but where their
  /// parameters are; of two equally near the smaller. (As published for MNIST: 92 filters of a NODE
  /// against 64 of an ANODE with p = 5.)
  public func withParameters(
    nearest count: Int, inputs d: Int, outputs: Int
  ) -> ModelConfiguration {
    func parameters(_ hidden: Int) -> Int {
      var model = self
      model.hidden = hidden
      return model.parameterCount(inputs: d, outputs: outputs)
    }
    // Parameters grow with the width: the least width that has enough, by halving, or the one
    // before it.
    var (low, high) = (1, 1)
    while parameters(high) < count, high < 65_536 { high *= 2 }
    while low < high {
      let middle = (low + high) / 2
      if parameters(middle) < count { low = middle + 1 } else { high = middle }
    }
    let isNearer = low > 1 && count - parameters(low - 1) <= abs(parameters(low) - count)
    var model = self
    model.hidden = isNearer ? low - 1 : low
    return model
  }

  /// This model with as many parameters as wanted, or nearly, if that leaves it a field worth the
  /// name: with many augmented channels the readout alone can have them all, and then it is given
  /// `filters`, and more parameters.
  public func withParameters(
    nearest count: Int, orFilters filters: Int, inputs d: Int, outputs: Int
  ) -> ModelConfiguration {
    var model = withParameters(nearest: count, inputs: d, outputs: outputs)
    if 4 * model.hidden < filters { model.hidden = filters }
    return model
  }
}
