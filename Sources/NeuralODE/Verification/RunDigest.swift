import Lanes

/// What a run came to, as digests: of its losses, of its numbers of function evaluations, and of
/// its weights.
public struct RunDigest: Sendable, Equatable {
  /// Of the loss of each iteration.
  public var losses = BitDigest()
  /// Of the forward and backward evaluations of each, and of accepted and rejected steps.
  public var evaluations = BitDigest()
  /// Of the last weights.
  public var weights = BitDigest()

  /// Digests that were written down.
  public init(losses: UInt64, evaluations: UInt64, weights: UInt64) {
    self.losses = BitDigest(losses)
    self.evaluations = BitDigest(evaluations)
    self.weights = BitDigest(weights)
  }

  /// The first iterations of a run. One that fails ends with what it has.
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
