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
