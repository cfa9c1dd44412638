/// Is a run alive, and if not, why: shown in its panel, never fatal to anything else.
package enum RunStatus: Sendable, Equatable {
  /// Training, or able to.
  case healthy
  /// The training solve needed more steps than allowed (the authors' bound: 1000).
  case stepsExceeded(limit: Int)
  /// The step size fell so low that t + dt == t.
  case stepUnderflow(time: Double, stepSize: Double)
  /// The state, the loss or a gradient became infinite or not a number.
  case nonFinite
  /// There are no points to learn from.
  case noData
}
