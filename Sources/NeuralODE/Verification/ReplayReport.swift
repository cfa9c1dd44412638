import DifferentialEquations

/// How closely a replay of a reference run comes to it.
public struct ReplayReport: Sendable, Equatable {
  /// Iterations replayed; fewer than the run's when a solve failed.
  public var iterations = 0
  /// Worst relative distance of a loss from the run's, over the first 50 iterations.
  public var lossError50 = 0.0
  /// The same over all iterations.
  public var lossError = 0.0
  /// Iterations whose NFE is not the run's. A ResNet has none to compare.
  public var nfeMismatches = 0
  /// Iterations whose backward NFE is not the run's.
  public var backwardMismatches = 0
  /// Worst distance of an entry of the first gradient, relative to the gradient's largest entry.
  public var gradientError = 0.0
  /// Worst distance of a coordinate of the initial model's trajectories of the probe, at 11 times
  /// of one solve. Of a ResNet, which has none: of its outputs on the probe.
  public var trajectoryError = 0.0
  /// Worst distance of a weight after the last iteration.
  public var finalWeightError = 0.0
  /// The solve that failed, if one did.
  public var failure: SolveFailure?

  /// Nothing compared yet.
  public init() {}

  /// Bounds that a replay keeps when it computes what the authors' program did.
  public struct Bounds: Sendable, Equatable {
    /// Of `lossError50`.
    public var loss50: Double
    /// Of `lossError`.
    public var loss: Double
    /// Of both kinds of mismatches.
    public var mismatches: Int
    /// Of `gradientError`.
    public var gradient: Double
    /// Of `trajectoryError`.
    public var trajectory: Double

    /// In Double every decision of the step-size controller is the authors', and rounding alone
    /// remains.
    public static let double = Bounds(
      loss50: 1e-10, loss: 1e-6, mismatches: 0, gradient: 1e-9, trajectory: 1e-10)
    /// In Float a run can be followed for some fifty iterations; PyTorch's own Float run drifts
    /// too.
    public static let float = Bounds(
      loss50: 1e-4, loss: .infinity, mismatches: .max, gradient: .infinity, trajectory: .infinity)
  }

  /// Is the replay within bounds, and did it come to the end?
  public func isWithin(_ bounds: Bounds) -> Bool {
    // Not a number is within no bound.
    failure == nil && lossError50 <= bounds.loss50 && lossError <= bounds.loss
      && nfeMismatches <= bounds.mismatches && backwardMismatches <= bounds.mismatches
      && gradientError <= bounds.gradient && trajectoryError <= bounds.trajectory
  }
}
