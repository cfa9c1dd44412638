import Math

/// z above 0, eᶻ − 1 below, as PyTorch's with α = 1.
///
/// Clevert, Unterthiner, Hochreiter 2016, DOI 10.48550/arXiv.1511.07289.
enum ELU: LaneActivation {
  /// eᶻ − 1 = 2 t/(1 − t) with t = tanh(z/2), which does not cancel near 0.
  @inline(__always) static func value<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register {
    let t = S.hyperbolicTangent(S.multiply(z, S.splat(0.5)))
    let below = S.divide(S.add(t, t), S.subtract(S.splat(1), t))
    return S.select(z, below: S.splat(0), below, z)
  }

  /// σ′ is 1 above 0, h + 1 below.
  @inline(__always) static func pullback<S: LaneArithmetic>(
    _ c: S.Register, kept h: S.Register, _: S.Type
  ) -> S.Register {
    S.select(h, below: S.splat(0), S.fma(c, h, c), c)
  }
}
