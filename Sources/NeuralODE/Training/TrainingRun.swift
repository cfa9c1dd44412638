import DifferentialEquations
import Lanes

/// A run that a configuration describes: its data, its first weights, the order of its batches, and its trainer. Equal
/// configurations give equal runs, to the bit, whoever steps them.
public final class TrainingRun<Scalar: LaneScalar> {
  /// What is trained, and how.
  public let configuration: RunConfiguration
  /// The data trained on.
  public let dataset: Dataset
  /// The trainer and its weights.
  public let trainer: Trainer<Scalar>
  private var schedule: BatchSchedule

  /// A run at its start.
  public init(_ configuration: RunConfiguration) {
    self.configuration = configuration
    dataset = Dataset(configuration.data, seed: configuration.seed)
    var generator = Xoshiro256(seed: configuration.seed, stream: 2)
    let layout = ParameterLayout(
      configuration.model, inputs: dataset.dimension, outputs: dataset.outputs)
    trainer = Trainer(
      model: configuration.model, training: configuration.training, dataset: dataset,
      parameters: layout.initialParameters(using: &generator))
    schedule = BatchSchedule(
      count: dataset.count, batchSize: configuration.training.batchSize, seed: configuration.seed)
  }

  /// A run in the same state that goes its own way.
  public init(copying other: TrainingRun) {
    configuration = other.configuration
    dataset = other.dataset
    trainer = Trainer(copying: other.trainer)
    schedule = other.schedule
  }

  /// Updates that make a pass over the data.
  public var iterationsPerEpoch: Int { schedule.batchesPerEpoch }

  /// One update on the next batch.
  ///
  /// - Throws: `SolveFailure` as `Trainer.iterate` does.
  public func iterate() throws(SolveFailure) -> IterationReport {
    try trainer.iterate(schedule.next())
  }

  /// Looks at the run's model, for solves of up to `capacity` samples at a time.
  public func makeEvaluator(capacity: Int = 512) -> Evaluator<Scalar> {
    Evaluator(
      trainer, inputs: dataset.dimension, outputs: dataset.outputs, capacity: capacity)
  }
}

extension Evaluator {
  /// Share of samples whose output is on its target's side of zero, 0…1. A sample whose solve fails is not.
  public func accuracy(inputs: [Float], targets: [Float]) -> Float {
    let found = outputs(of: inputs)
    let right = zip(found, targets).count { ($0 > 0) == ($1 > 0) && $0.isFinite }
    return Float(right) / Float(max(1, targets.count))
  }
}
