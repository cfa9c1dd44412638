/// What a map does with its result before storing it.
public enum AffineEpilogue: Sendable, Hashable {
  /// z
  case none
  /// z + what was stored before
  case accumulate
  /// σ(z)
  case activation(Activation)
  /// z · σ′, from the activation's *value* in `gates`
  case gate(Activation)

  /// Every epilogue there is.
  public static let all: [AffineEpilogue] =
    [.none, .accumulate] + Activation.allCases.flatMap { [.activation($0), .gate($0)] }
}
