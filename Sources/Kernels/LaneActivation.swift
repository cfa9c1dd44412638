import LaneOperands

/// An activation as kernels have it, known to the compiler: one whose value h = σ(z) tells its
/// slope. One whose value does not is a `SlopeActivation`.
protocol LaneActivation {
  /// h = σ(z).
  static func value<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register
  /// c · σ′, from what is kept: h, or the slope.
  static func pullback<S: LaneArithmetic>(
    _ c: S.Register, kept: S.Register, _: S.Type
  ) -> S.Register
  /// Is the slope kept?
  static var keepsSlope: Bool { get }
  /// σ′(z); asked for only where it is kept.
  static func slope<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register
}

extension LaneActivation {
  @inline(__always) static var keepsSlope: Bool { false }

  @inline(__always) static func slope<S: LaneArithmetic>(
    _ z: S.Register, _: S.Type
  ) -> S.Register {
    S.splat(1)
  }
}

/// An activation whose slope is kept beside its value.
protocol SlopeActivation: LaneActivation {
  /// σ′(z).
  static func slope<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register
}

extension SlopeActivation {
  @inline(__always) static var keepsSlope: Bool { true }

  @inline(__always) static func pullback<S: LaneArithmetic>(
    _ c: S.Register, kept: S.Register, _: S.Type
  ) -> S.Register {
    S.multiply(c, kept)
  }
}
