/// What a map does with its result before storing it.
public enum AffineEpilogue: Sendable, Hashable {
  /// z
  case none
  /// z + what was stored before
  case accumulate
  /// σ(z); where the activation keeps its slope and there are `gates`, they become σ′(z)
  case activation(Activation)
  /// z · σ′, from what is in `gates`: the activation's *value*, or its slope where that is kept
  case gate(Activation)

  /// Does it read what an activation kept?
  @inlinable public var isGate: Bool { if case .gate = self { true } else { false } }

  /// Every epilogue there is.
  public static var all: [AffineEpilogue] {
    [.none, .accumulate] + Activation.allCases.flatMap { [.activation($0), .gate($0)] }
  }
}
