import Solvers
import Platform

/// What one iteration found, before its update.
public struct IterationReport: Sendable, Equatable {
  /// Mean loss of the batch.
  public var loss: Double
  /// Cost of the forward solve.
  public var statistics: SolveStatistics
  /// Function evaluations of the backward pass: those of an adjoint solve, or repeated from
  /// checkpoints.
  public var backwardEvaluations: Int
  /// What the objective holds beside the loss: the kinetic penalty, already weighted; 0 without
  /// one.
  public var penalty = 0.0
}

/// A run that a configuration describes: its data, its first weights, the order of its batches, and
/// its trainer. Equal configurations give equal runs, to the bit, whoever steps them.
public final class TrainingRun<Scalar: LaneScalar> {
  /// What is trained, and how.
  public private(set) var configuration: RunConfiguration
  /// The points trained on; none where the run is on images, but their dimensions.
  public private(set) var dataset: Dataset
  /// The data held out to test on; nil when none is held out.
  public private(set) var heldOut: Dataset?
  /// The trainer and its weights.
  public let trainer: Trainer<Scalar>
  /// Points or images trained on.
  public private(set) var sampleCount: Int
  private var schedule: BatchSchedule
  private let team: ThreadTeam
  /// Evaluates the model on images, where the run is on images.
  public private(set) lazy var imageEvaluation = configuration.data.images.map {
    ImageEvaluation(trainer, $0, threads: team.count)
  }

  /// A run at its start.
  ///
  /// - Parameters:
  ///   - parameters: weights to start from, as `ParameterLayout` has them; nil draws them by the
  ///     seed.
  ///   - threads: threads that share the work of each solve, which pays on images; how many there
  ///     are changes no bit.
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
      table: configuration.data.images.map { SampleTable($0.training, outputs: $0.outputs) }
        ?? SampleTable(dataset),
      parameters: parameters ?? layout.initialParameters(using: &generator), team: team)
    sampleCount = configuration.data.images?.training.count ?? dataset.count
    schedule = BatchSchedule(
      count: sampleCount, batchSize: min(configuration.training.batchSize, trainer.capacity),
      seed: configuration.seed)
  }

  /// A run in the same state that goes its own way.
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

  /// Updates that make a pass over the data.
  public var iterationsPerEpoch: Int { schedule.batchesPerEpoch }

  /// One update on the next batch.
  ///
  /// - Throws: `SolveFailure` as `Trainer.iterate` does.
  public func iterate() throws(SolveFailure) -> IterationReport {
    try trainer.iterate(schedule.next())
  }

  /// Goes on as `training` says.
  ///
  /// - Precondition: `training.canReplace(configuration.training)`.
  public func retune(_ training: TrainingConfiguration) {
    trainer.retune(training)
    configuration.training = training
  }

  /// Goes on with other points of the same dimension, in a new order.
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

  /// Where a run is: what it takes to go on from there.
  public struct State: Sendable {
    /// Weights and the optimiser's memory.
    public var trainer: Trainer<Scalar>.State
    fileprivate var schedule: BatchSchedule
    fileprivate var samples: Int
    /// Bytes kept.
    public var size: Int { trainer.size + schedule.size }
  }

  /// Where the run is now.
  public var currentState: State {
    State(trainer: trainer.currentState, schedule: schedule, samples: sampleCount)
  }

  /// Goes back to a moment of this run. The order of the batches is as it was then, unless the data
  /// has changed.
  public func restore(_ state: State) {
    trainer.restore(state.trainer)
    if state.samples == sampleCount { schedule = state.schedule }
  }

  /// The model as it is now.
  public var checkpoint: Checkpoint { Checkpoint(trainer, dataset: dataset) }

  /// Looks at the run's model, for solves of up to `capacity` samples at a time.
  public func makeEvaluator(capacity: Int = 512) -> Evaluator<Scalar> {
    Evaluator(
      trainer, inputs: dataset.dimension, outputs: dataset.outputs,
      target: configuration.problem.target, capacity: capacity)
  }
}
