import Math

/// Registers of Float, and the kernels that compute with them.
enum FloatLanes: KernelSet {
  typealias Scalar = Float
  #if ANODE_WIDE
    /// 512 bits.
    typealias Register = SIMD16<Float>
    static let laneNumbers = SIMD16<Int32>(
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    typealias Integers = SIMD16<Int32>
    typealias Bits = SIMD16<UInt32>
  #elseif ANODE_FMA
    /// 256 bits.
    typealias Register = SIMD8<Float>
    static let laneNumbers = SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7)
    typealias Integers = SIMD8<Int32>
    typealias Bits = SIMD8<UInt32>
  #else
    /// 128 bits.
    typealias Register = SIMD4<Float>
    static let laneNumbers = SIMD4<Int32>(0, 1, 2, 3)
    typealias Integers = SIMD4<Int32>
    typealias Bits = SIMD4<UInt32>
  #endif

}

extension FloatLanes {
  @inline(__always) static func splat(_ x: Float) -> Register { Register(repeating: x) }
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
    Register(bitPattern: a.bits & Bits(repeating: 0x7fff_ffff))
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
      with: x, where: laneNumbers .< Integers(repeating: Int32(truncatingIfNeeded: count)))
  }

  /// Range reduction x = n·log 2 + r, |r| ≤ ½ log 2; the Taylor polynomial of degree 7, with a
  /// remainder below half a unit in the last place; scaled by 2ⁿ through the exponent's bits.
  /// Adding 1.5·2^23 rounds to an integer, in the low bits.
  @inline(__always) static func exponential(ofNonpositive x: Register) -> Register {
    let magic = splat(12_582_912)
    let bounded = maximum(x, splat(-87))
    let shifted = fma(bounded, splat(1.4426950408889634), magic)
    let n = subtract(shifted, magic)
    let r = fma(n, splat(-1.42860682030941723212e-6), fma(n, splat(-0.693145751953125), bounded))
    var p = splat(0.0001984126984126984)
    p = fma(p, r, splat(0.001388888888888889))
    p = fma(p, r, splat(0.008333333333333333))
    p = fma(p, r, splat(0.041666666666666664))
    p = fma(p, r, splat(0.16666666666666666))
    p = fma(p, r, splat(0.5))
    p = fma(p, r, splat(1.0))
    p = fma(p, r, splat(1.0))
    let exponent = shifted.bits &- magic.bits &+ 127
    let power = Register(bitPattern: exponent &<< 23)
    return select(x, below: splat(-87), splat(0), multiply(p, power))
  }

  /// 2 artanh(s) with s = x/(2 + x) ≤ ⅓: the series to s^17.
  @inline(__always) static func logarithm(ofOnePlus x: Register) -> Register {
    let s = divide(x, add(splat(2), x))
    let q = multiply(s, s)
    var p = splat(0.11764705882352941)
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
    for i in x.indices { result[i] = Float(Elementary.log(Double(x[i]))) }
    return result
  }
}
