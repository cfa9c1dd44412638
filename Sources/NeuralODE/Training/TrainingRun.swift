import Solvers
import Platform

/// The results of one iteration, before its update.
public struct IterationReport: Sendable, Equatable {
  /// Mean loss of the batch.
  public var loss: Double
  /// Cost of the forward solve.
  public var statistics: SolveStatistics
  /// Function evaluations of the backward pass: an adjoint solve's, or those repeated from
  /// checkpoints.
  public var backwardEvaluations: Int
  /// The weighted kinetic penalty; 0 without one.
  public var penalty = 0.0
}

/// A run: its data, initial weights, batch order and trainer. Equal configurations give
/// bit-identical runs.
public final class TrainingRun<Scalar: LaneScalar> {
  /// The configuration.
  public private(set) var configuration: RunConfiguration
  /// The training points; for images, only the dimensions.
  public private(set) var dataset: Dataset
  /// The held-out points, if any.
  public private(set) var heldOut: Dataset?
  /// The trainer and its weights.
  public let trainer: Trainer<Scalar>
  /// Number of training points or images.
  public private(set) var sampleCount: Int
  private var schedule: BatchSchedule
  private let team: ThreadTeam
  /// Evaluates the model on images; nil for other data.
  public private(set) lazy var imageEvaluation = configuration.data.kind.images.map {
    ImageEvaluation(trainer, $0, team: team)
  }

  /// A run at its start.
  ///
  /// - Parameters:
  ///   - parameters: initial weights in the order of `ParameterLayout`; nil draws them from the
  ///     seed.
  ///   - threads: threads that share each solve, useful for images; results are bit-identical for
  ///     any number.
  public init(_ configuration: RunConfiguration, parameters: [Double]? = nil, threads: Int = 1) {
    self.configuration = configuration
    team = threads > 1 ? ThreadTeam(threads: threads) : .single
    let split = DataSplit(configuration.data, seed: configuration.seed)
    dataset = split.training
    heldOut = split.heldOut
    var generator = Xoshiro256(seed: configuration.seed, stream: 2)
    let layout = ParameterLayout(
      configuration.model, inputs: dataset.dimension, outputs: dataset.outputs)
    trainer = Trainer(
      model: configuration.model, training: configuration.training,
      table: configuration.data.kind.images.map { SampleTable($0.training, outputs: $0.outputs) }
        ?? SampleTable(dataset),
      parameters: parameters ?? layout.initialParameters(using: &generator), team: team)
    sampleCount = configuration.data.kind.images?.training.count ?? dataset.count
    schedule = BatchSchedule(
      count: sampleCount, batchSize: min(configuration.training.batchSize, trainer.capacity),
      seed: configuration.seed)
  }

  /// An independent copy.
  public init(copying other: TrainingRun) {
    configuration = other.configuration
    dataset = other.dataset
    heldOut = other.heldOut
    sampleCount = other.sampleCount
    trainer = Trainer(copying: other.trainer)
    schedule = other.schedule
    team = .single
  }

  deinit { if team.count > 1 { team.end() } }

  /// Updates per pass over the data.
  public var iterationsPerEpoch: Int { schedule.batchesPerEpoch }

  /// One update on the next batch.
  ///
  /// - Throws: `SolveFailure` as `Trainer.iterate` does.
  public func iterate() throws(SolveFailure) -> IterationReport {
    try trainer.iterate(schedule.next())
  }

  /// Replaces training settings, keeps weights.
  ///
  /// - Precondition: `training.canReplace(configuration.training)`.
  public func retune(_ training: TrainingConfiguration) {
    trainer.retune(training)
    configuration.training = training
  }

  /// Replaces the data with others of the same dimensions, in a new order.
  public func replaceData(_ data: DatasetConfiguration) {
    let split = DataSplit(data, seed: configuration.seed)
    configuration.data = data
    dataset = split.training
    heldOut = split.heldOut
    trainer.replaceData(dataset)
    sampleCount = dataset.count
    schedule = BatchSchedule(
      count: sampleCount, batchSize: min(configuration.training.batchSize, trainer.capacity),
      seed: configuration.seed)
  }

  /// The state of a run, to restore later.
  public struct State: Sendable {
    /// Weights and the optimiser's moments.
    public var trainer: Trainer<Scalar>.State
    fileprivate var schedule: BatchSchedule
    fileprivate var samples: Int
    /// Bytes of memory.
    public var size: Int { trainer.size + schedule.size }
  }

  /// The current state.
  public var currentState: State {
    State(trainer: trainer.currentState, schedule: schedule, samples: sampleCount)
  }

  /// Restores a state of this run, with its batch order unless the number of samples has changed.
  public func restore(_ state: State) {
    trainer.restore(state.trainer)
    if state.samples == sampleCount { schedule = state.schedule }
  }

  /// An evaluator for solves of up to `capacity` samples at a time.
  public func makeEvaluator(capacity: Int = 512) -> Evaluator<Scalar> {
    Evaluator(
      trainer, inputs: dataset.dimension, outputs: dataset.outputs,
      target: configuration.problem.target, capacity: capacity)
  }
}
