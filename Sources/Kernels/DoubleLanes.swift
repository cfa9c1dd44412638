import Math

/// Registers of Double, and the kernels that compute with them.
enum DoubleLanes: KernelSet {
  typealias Scalar = Double
  #if ANODE_WIDE
    /// 512 bits.
    typealias Register = SIMD8<Double>
    static let laneNumbers = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7)
    typealias Integers = SIMD8<Int64>
    typealias Bits = SIMD8<UInt64>
  #elseif ANODE_FMA
    /// 256 bits.
    typealias Register = SIMD4<Double>
    static let laneNumbers = SIMD4<Int64>(0, 1, 2, 3)
    typealias Integers = SIMD4<Int64>
    typealias Bits = SIMD4<UInt64>
  #else
    /// 128 bits.
    typealias Register = SIMD2<Double>
    static let laneNumbers = SIMD2<Int64>(0, 1)
    typealias Integers = SIMD2<Int64>
    typealias Bits = SIMD2<UInt64>
  #endif

}

extension DoubleLanes {
  @inline(__always) static func splat(_ x: Double) -> Register { Register(repeating: x) }
  @inline(__always) static func add(_ a: Register, _ b: Register) -> Register { a + b }
  @inline(__always) static func subtract(_ a: Register, _ b: Register) -> Register { a - b }
  @inline(__always) static func multiply(_ a: Register, _ b: Register) -> Register { a * b }
  @inline(__always) static func divide(_ a: Register, _ b: Register) -> Register { a / b }

  @inline(__always) static func fma(_ a: Register, _ b: Register, _ c: Register) -> Register {
    #if ANODE_FMA
      c.addingProduct(a, b)
    #else
      fusedMultiplyAdd(a, b, c)
    #endif
  }

  @inline(__always) static func maximum(_ a: Register, _ b: Register) -> Register {
    b.replacing(with: a, where: b .< a)
  }

  @inline(__always) static func magnitude(_ a: Register) -> Register {
    Register(bitPattern: a.bits & Bits(repeating: 0x7fff_ffff_ffff_ffff))
  }

  @inline(__always) static func squareRoot(_ a: Register) -> Register { a.squareRoot() }

  @inline(__always) static func gated(_ x: Register, where gate: Register) -> Register {
    Register(repeating: 0).replacing(with: x, where: Register(repeating: 0) .< gate)
  }

  @inline(__always) static func select(
    _ x: Register, below bound: Register, _ a: Register, _ b: Register
  ) -> Register {
    b.replacing(with: a, where: x .< bound)
  }

  @inline(__always) static func first(_ count: Int, of x: Register) -> Register {
    Register(repeating: 0).replacing(
      with: x, where: laneNumbers .< Integers(repeating: Int64(truncatingIfNeeded: count)))
  }

  /// As for Float, with the Taylor polynomial of degree 13 and 1.5·2^52.
  @inline(__always) static func exponential(ofNonpositive x: Register) -> Register {
    let magic = splat(6_755_399_441_055_744)
    let bounded = maximum(x, splat(-708))
    let shifted = fma(bounded, splat(1.4426950408889634), magic)
    let n = subtract(shifted, magic)
    let r = fma(
      n, splat(-1.90821492927058770002e-10), fma(n, splat(-6.93147180369123816490e-01), bounded))
    var p = splat(1.6059043836821613e-10)
    p = fma(p, r, splat(2.08767569878681e-09))
    p = fma(p, r, splat(2.505210838544172e-08))
    p = fma(p, r, splat(2.755731922398589e-07))
    p = fma(p, r, splat(2.7557319223985893e-06))
    p = fma(p, r, splat(2.48015873015873e-05))
    p = fma(p, r, splat(0.0001984126984126984))
    p = fma(p, r, splat(0.001388888888888889))
    p = fma(p, r, splat(0.008333333333333333))
    p = fma(p, r, splat(0.041666666666666664))
    p = fma(p, r, splat(0.16666666666666666))
    p = fma(p, r, splat(0.5))
    p = fma(p, r, splat(1.0))
    p = fma(p, r, splat(1.0))
    let exponent = shifted.bits &- magic.bits &+ 1023
    let power = Register(bitPattern: exponent &<< 52)
    return select(x, below: splat(-708), splat(0), multiply(p, power))
  }

  /// As for Float, with the series to s^31.
  @inline(__always) static func logarithm(ofOnePlus x: Register) -> Register {
    let s = divide(x, add(splat(2), x))
    let q = multiply(s, s)
    var p = splat(0.06451612903225806)
    p = fma(p, q, splat(0.06896551724137931))
    p = fma(p, q, splat(0.07407407407407407))
    p = fma(p, q, splat(0.08))
    p = fma(p, q, splat(0.08695652173913043))
    p = fma(p, q, splat(0.09523809523809523))
    p = fma(p, q, splat(0.10526315789473684))
    p = fma(p, q, splat(0.11764705882352941))
    p = fma(p, q, splat(0.13333333333333333))
    p = fma(p, q, splat(0.15384615384615385))
    p = fma(p, q, splat(0.18181818181818182))
    p = fma(p, q, splat(0.2222222222222222))
    p = fma(p, q, splat(0.2857142857142857))
    p = fma(p, q, splat(0.4))
    p = fma(p, q, splat(0.6666666666666666))
    p = fma(p, q, splat(2.0))
    return multiply(s, p)
  }

  static func logarithm(_ x: Register) -> Register {
    var result = x
    for i in x.indices { result[i] = Elementary.log(x[i]) }
    return result
  }
}
