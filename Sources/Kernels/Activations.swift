import Math

/// An activation as a type, known to the compiler. If its value h = σ(z) does not determine its
/// slope, it is a `SlopeActivation`.
protocol LaneActivation {
  /// h = σ(z).
  static func value<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register
  /// c · σ′, with c the cotangent of h; `kept` is h, or the slope where it is kept.
  static func pullback<S: LaneArithmetic>(
    _ c: S.Register, kept: S.Register, _: S.Type
  ) -> S.Register
  static var keepsSlope: Bool { get }
  /// σ′(z); called only if the slope is kept.
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

enum ReLU: LaneActivation {
  @inline(__always) static func value<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register {
    S.maximum(z, S.splat(0))
  }

  @inline(__always) static func pullback<S: LaneArithmetic>(
    _ c: S.Register, kept h: S.Register, _: S.Type
  ) -> S.Register {
    S.gated(c, where: h)
  }
}

enum Softplus: LaneActivation {
  @inline(__always) static func value<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register {
    S.softplus(z)
  }

  /// σ′ is the logistic function, 1 − e⁻ʰ.
  @inline(__always) static func pullback<S: LaneArithmetic>(
    _ c: S.Register, kept h: S.Register, _: S.Type
  ) -> S.Register {
    S.multiply(c, S.subtract(S.splat(1), S.exponential(ofNonpositive: S.subtract(S.splat(0), h))))
  }
}

enum Tanh: LaneActivation {
  @inline(__always) static func value<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register {
    S.hyperbolicTangent(z)
  }

  @inline(__always) static func pullback<S: LaneArithmetic>(
    _ c: S.Register, kept h: S.Register, _: S.Type
  ) -> S.Register {
    S.multiply(c, S.subtract(S.splat(1), S.multiply(h, h)))
  }
}

extension LaneArithmetic {
  /// log(1 + eᶻ) as max(z, 0) + log(1 + e^−|z|), which neither overflows nor cancels; z itself
  /// above 20, PyTorch's threshold (the two differ by 2e-9 there, visible in Double).
  @inline(__always) static func softplus(_ z: Register) -> Register {
    let u = exponential(ofNonpositive: subtract(splat(0), magnitude(z)))
    let smooth = add(maximum(z, splat(0)), logarithm(ofOnePlus: u))
    return select(splat(20), below: z, z, smooth)
  }

  /// sign(z) · (1 − u)/(1 + u), u = e^−2|z|; near 0, where 1 − u cancels, the Taylor polynomial.
  @inline(__always) static func hyperbolicTangent(_ z: Register) -> Register {
    let a = magnitude(z)
    let u = exponential(ofNonpositive: multiply(splat(-2), a))
    let far = divide(subtract(splat(1), u), add(splat(1), u))
    let signed = select(z, below: splat(0), subtract(splat(0), far), far)
    let q = multiply(z, z)
    var p = splat(0.000590027440945586)
    p = fma(p, q, splat(-0.0014558343870513183))
    p = fma(p, q, splat(0.003592128036572481))
    p = fma(p, q, splat(-0.008863235529902197))
    p = fma(p, q, splat(0.021869488536155203))
    p = fma(p, q, splat(-0.05396825396825397))
    p = fma(p, q, splat(0.13333333333333333))
    p = fma(p, q, splat(-0.3333333333333333))
    p = fma(p, q, splat(1.0))
    return select(a, below: splat(0.125), multiply(z, p), signed)
  }
}
