/// Everything that determines a training run: two runs of equal configurations are equal to the
/// bit.
public struct RunConfiguration: Sendable, Equatable {
  /// The data set.
  public var data: DatasetConfiguration
  /// The model trained.
  public var model: ModelConfiguration
  /// How it is trained.
  public var training: TrainingConfiguration
  /// Seed of the data, the initial weights and the order of the batches.
  public var seed: UInt64

  /// What is learned: the data's to say.
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
