/// Everything that determines a run: equal configurations give bit-identical runs.
public struct RunConfiguration: Sendable, Equatable {
  /// The data set.
  public var data: DatasetConfiguration
  /// The model.
  public var model: ModelConfiguration
  /// The training settings.
  public var training: TrainingConfiguration
  /// Seed of the data, the initial weights and the order of the batches.
  public var seed: UInt64

  /// Dimension of the space of the flow.
  public var features: Int { model.features(inputs: data.dimension) }

  /// The times that the flow is solved over.
  public var span: TimeSpan {
    let start = model.span?.start ?? 0
    let length = problem.isOfSeries ? data.end : model.span?.length ?? 1
    return TimeSpan(start, start + length) ?? .unit
  }

  /// The data's problem.
  public var problem: Problem { data.problem }

  /// A run; the defaults are the published toy setting of a NODE on the annulus.
  public init(
    data: DatasetConfiguration = .annulus, model: ModelConfiguration = .node(),
    training: TrainingConfiguration = TrainingConfiguration(), seed: UInt64 = 0
  ) {
    self.data = data
    self.model = model
    self.training = training
    self.seed = seed
  }
}
