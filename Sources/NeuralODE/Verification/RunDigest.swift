import Solvers

/// Digests of a run's losses, function evaluations and weights.
public struct RunDigest: Sendable, Equatable {
  /// Digest of the loss of each iteration.
  public var losses = BitDigest()
  /// Digest of each iteration's evaluations and accepted and rejected steps.
  public var evaluations = BitDigest()
  /// Digest of the final weights.
  public var weights = BitDigest()

  /// Stored digests.
  public init(losses: UInt64, evaluations: UInt64, weights: UInt64) {
    self.losses = BitDigest(losses)
    self.evaluations = BitDigest(evaluations)
    self.weights = BitDigest(weights)
  }

  /// Trains a run and digests it, up to the first failure.
  public init<Scalar: LaneScalar>(
    _ configuration: RunConfiguration, iterations: Int, in _: Scalar.Type
  ) {
    let run = TrainingRun<Scalar>(configuration)
    for _ in 0..<iterations {
      guard let report = try? run.iterate() else { break }
      losses.add(report.loss)
      losses.add(report.penalty)
      evaluations.addCounts(of: report)
    }
    for i in 0..<run.trainer.layout.count { weights.add(Double(run.trainer.parameters.base[i])) }
  }
}

extension BitDigest {
  /// Adds an iteration's forward evaluations, accepted and rejected steps, and backward
  /// evaluations.
  public mutating func addCounts(of report: IterationReport) {
    for count in [
      report.statistics.evaluations, report.statistics.accepted, report.statistics.rejected,
      report.backwardEvaluations,
    ] {
      add(UInt64(count))
    }
  }
}
