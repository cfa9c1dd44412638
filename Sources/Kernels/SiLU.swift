import Math

/// z / (1 + e⁻ᶻ). It falls before it rises, so its value does not determine its slope.
///
/// Elfwing, Uchibe, Doya 2018, DOI 10.48550/arXiv.1702.03118.
enum SiLU: SlopeActivation {
  @inline(__always) static func value<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register {
    S.multiply(z, S.logistic(z))
  }

  /// s + z s (1 − s), with s the logistic function.
  @inline(__always) static func slope<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register {
    let s = S.logistic(z)
    return S.fma(S.multiply(z, s), S.subtract(S.splat(1), s), s)
  }
}

extension LaneArithmetic {
  /// 1 / (1 + e⁻ᶻ), from u = e^−|z|, which does not overflow.
  @inline(__always) static func logistic(_ z: Register) -> Register {
    let u = exponential(ofNonpositive: subtract(splat(0), magnitude(z)))
    let below = divide(u, add(splat(1), u))
    return select(z, below: splat(0), below, divide(splat(1), add(splat(1), u)))
  }
}
