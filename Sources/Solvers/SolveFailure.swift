/// Why a solve did not reach its right end.
public enum SolveFailure: Error, Sendable, Equatable {
  /// More steps than allowed.
  case stepsExceeded(limit: Int, t: Double)
  /// The step size is so small that t + dt = t.
  case stepUnderflow(t: Double, stepSize: Double)
  /// The state or the error estimate is infinite or not a number.
  case nonFinite(t: Double)

  /// The failure in two or three words.
  public var summary: String {
    switch self {
    case .stepsExceeded: "too many steps"
    case .stepUnderflow: "step size underflow"
    case .nonFinite: "not finite"
    }
  }
}

extension SolveFailure: CustomStringConvertible {
  /// The failure and its time, as a clause.
  public var description: String {
    switch self {
    case .stepsExceeded(let limit, let t):
      "the solver needed more than \(limit) steps (it came to t = \(t))"
    case .stepUnderflow(let t, let stepSize):
      "the step size fell to \(stepSize) at t = \(t), where t + dt = t"
    case .nonFinite(let t): "a number became infinite or undefined at t = \(t)"
    }
  }
}
