/// An activation as kernels have it, known to the compiler.
///
/// Of a new one's derivative either the value tells everything (`pullback` from h = σ(z)), or it
/// does not, and the slope is kept beside the value (`keepsSlope`).
public protocol LaneActivation: SendableMetatype {
  /// Is σ′(z) kept for the way back, since σ(z) does not determine it?
  static var keepsSlope: Bool { get }
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
  /// The value is enough.
  public static var keepsSlope: Bool { false }

  /// Nobody asks.
  @inline(__always) public static func slope<S: LaneArithmetic>(
    _ z: S.Register, _: S.Type
  ) -> S.Register {
    S.splat(1)
  }

  /// c times the slope that was kept.
  @inline(__always) public static func pullback<S: LaneArithmetic>(
    _ c: S.Register, kept: S.Register, _: S.Type
  ) -> S.Register {
    S.multiply(c, kept)
  }
}
