import Math

/// sin z, for |z| up to a million (an activation's argument).
///
/// Sitzmann, Martel, Bergman, Lindell, Wetzstein 2020, DOI 10.48550/arXiv.2006.09661.
enum Sine: SlopeActivation {
  @inline(__always) static func value<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register {
    let (r, sign) = reduced(z, S.self)
    let q = S.multiply(r, r)
    var p = S.splat(1.9572941063391263e-20)
    p = S.fma(p, q, S.splat(-8.22063524662433e-18))
    p = S.fma(p, q, S.splat(2.8114572543455206e-15))
    p = S.fma(p, q, S.splat(-7.647163731819816e-13))
    p = S.fma(p, q, S.splat(1.6059043836821613e-10))
    p = S.fma(p, q, S.splat(-2.505210838544172e-08))
    p = S.fma(p, q, S.splat(2.7557319223985893e-06))
    p = S.fma(p, q, S.splat(-0.0001984126984126984))
    p = S.fma(p, q, S.splat(0.008333333333333333))
    p = S.fma(p, q, S.splat(-0.16666666666666666))
    return S.multiply(sign, S.fma(S.multiply(r, q), p, r))
  }

  @inline(__always) static func slope<S: LaneArithmetic>(_ z: S.Register, _: S.Type) -> S.Register {
    let (r, sign) = reduced(z, S.self)
    let q = S.multiply(r, r)
    var p = S.splat(4.110317623312165e-19)
    p = S.fma(p, q, S.splat(-1.5619206968586225e-16))
    p = S.fma(p, q, S.splat(4.779477332387385e-14))
    p = S.fma(p, q, S.splat(-1.1470745597729725e-11))
    p = S.fma(p, q, S.splat(2.08767569878681e-09))
    p = S.fma(p, q, S.splat(-2.755731922398589e-07))
    p = S.fma(p, q, S.splat(2.48015873015873e-05))
    p = S.fma(p, q, S.splat(-0.001388888888888889))
    p = S.fma(p, q, S.splat(0.041666666666666664))
    p = S.fma(p, q, S.splat(-0.5))
    return S.multiply(sign, S.fma(p, q, S.splat(1)))
  }

  /// z = n π + r, |r| ≤ π/2, and (−1)ⁿ. π is split into two numbers of the scalar.
  @inline(__always) private static func reduced<S: LaneArithmetic>(
    _ z: S.Register, _: S.Type
  ) -> (r: S.Register, sign: S.Register) {
    let n = rounded(S.multiply(z, S.splat(0.3183098861837907)), S.self)
    let isSingle = MemoryLayout<S.Scalar>.size == 4
    let high = S.fma(n, S.splat(-3.141592653589793), z)
    let r = S.fma(n, S.splat(isSingle ? 8.742278012618954e-8 : -1.2246467991473532e-16), high)
    let half = rounded(S.multiply(n, S.splat(0.5)), S.self)
    let odd = S.magnitude(S.fma(half, S.splat(-2), n))
    return (r, S.fma(odd, S.splat(-2), S.splat(1)))
  }

  /// Adding 1.5 · 2^23 or 2^52 rounds to an integer.
  @inline(__always) private static func rounded<S: LaneArithmetic>(
    _ z: S.Register, _: S.Type
  ) -> S.Register {
    let magic = S.splat(
      MemoryLayout<S.Scalar>.size == 4 ? 12_582_912 : 6_755_399_441_055_744)
    return S.subtract(S.add(z, magic), magic)
  }
}
