/// Inputs and targets of a training set.
public struct Dataset: Sendable, Equatable {
  /// Numbers to an input.
  public let dimension: Int
  /// Numbers to a target.
  public let outputs: Int
  /// Inputs, sample by sample: `count × dimension`.
  public let inputs: [Double]
  /// Targets, sample by sample: `count × outputs`.
  public let targets: [Double]
  /// What was observed after each input, where the samples are series.
  public let series: SeriesSamples?

  /// Samples.
  public var count: Int { inputs.count / dimension }

  /// What a sample is labelled with: its target, or where targets have several numbers the place of
  /// the greatest, the number of its class.
  public func label(_ row: Int) -> Float {
    guard outputs > 1 else { return Float(targets[row]) }
    let numbers = targets[row * outputs..<(row + 1) * outputs]
    return Float(numbers.firstIndex(of: numbers.max() ?? 0).map { $0 - numbers.startIndex } ?? 0)
  }

  /// A data set; inputs and targets agree in number.
  public init(
    dimension: Int, outputs: Int = 1, inputs: [Double], targets: [Double],
    series: SeriesSamples? = nil
  ) {
    precondition(
      inputs.count / dimension == targets.count / outputs, "inputs and targets differ in number")
    self.dimension = dimension
    self.outputs = outputs
    self.inputs = inputs
    self.targets = targets
    self.series = series
  }
}
