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
  public var features: Int { model.features(inputs: data.kind.dimension) }

  /// The times that the flow is solved over.
  public var span: TimeSpan {
    let start = model.span?.start ?? 0
    let length = model.length(ofSeries: problem.isOfSeries ? data.end : nil)
    return TimeSpan(start, start + length) ?? .unit
  }

  /// The data's problem.
  public var problem: Problem { data.kind.problem }

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

extension RunConfiguration {
  /// The published settings of a family on a data set. `augmentation` counts for families with
  /// added dimensions only.
  public static func published(
    _ data: DatasetConfiguration, _ family: ModelFamily, augmentation: Int = 1, seed: UInt64 = 0
  ) -> RunConfiguration {
    var run = RunConfiguration(
      data: data,
      model: ModelConfiguration(
        family: family, augmentation: family.isAugmented ? augmentation : 0,
        image: data.kind.imageShape), seed: seed)
    run.training.loss = run.problem.losses[0]
    data.kind.publish(&run)
    return run
  }
}
