import LaneOperands

/// An activation as kernels have it, known to the compiler.
///
/// Either the value h = σ(z) tells its slope (`pullback` from h), or `Activation.keepsSlope` says
/// that it does not, and `slope` gives what is kept.
protocol LaneActivation {
  /// Which it is.
  static var activation: Activation { get }
  /// h = σ(z).
  static func value<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register
  /// σ′(z); asked for only where it is kept.
  static func slope<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register
  /// c · σ′, from what is kept: the value, or the slope.
  static func pullback<S: LaneArithmetic>(
    _ c: S.Register, kept: S.Register, _: S.Type
  ) -> S.Register
}

extension LaneActivation {
  @inline(__always) static func slope<S: LaneArithmetic>(
    _ z: S.Register, _: S.Type
  ) -> S.Register {
    S.splat(1)
  }

  @inline(__always) static func pullback<S: LaneArithmetic>(
    _ c: S.Register, kept: S.Register, _: S.Type
  ) -> S.Register {
    S.multiply(c, kept)
  }
}
