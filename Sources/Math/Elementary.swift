/// Elementary functions of Double that give the same bits on every machine.
///
/// C libraries choose a variant of `log`, `cos` or `pow` for the CPU, and the variants differ in
/// their last bits. One bit in a point, a step size or a weight changes a whole run. These
/// functions use only operations that IEEE 754 defines to the bit: +, −, ×, ÷, √, the fused
/// multiply-add (`addingProduct`, in software if need be) and conversions. Swift contracts nothing
/// by itself, so equal arguments give equal results everywhere.
///
/// They are accurate to a few units in the last place, as each one says; the tests compare them
/// with the C library's. The series are Taylor's: their coefficients can be checked by eye, and the
/// one or two extra terms, compared with a minimax polynomial, cost a nanosecond.
public enum Elementary {
  /// log 2 = high + low; the high part ends in enough zeros to be exact times any exponent.
  static let log2High = 0x1.62e42fefap-1
  static let log2Low = 0x1.cf79abc9e3b39p-40

  /// eˣ, to within a unit in the last place.
  ///
  /// x = n log 2 + r with |r| ≤ ½ log 2; the relative error of the series of eʳ to r¹⁴ is < 2⁻⁵⁸.
  public static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.782712893384 { return .infinity }
    if x < -745.14 { return 0 }
    let n = (x * 1.4426950408889634).rounded()
    let high = x.addingProduct(n, -log2High)
    let low = n * log2Low
    let r = high - low
    // The rounding error of r enters to first order by the derivative, which is eʳ itself.
    let lost = (high - r) - low
    var p = 1.0 / 87_178_291_200
    for c in exponentialSeries { p = c.addingProduct(p, r) }
    // 1 + r + r² p, small terms first.
    let tail = (r * r) * p + lost
    let value = 1 + (r + tail)
    return scaled(value, by: Int(n))
  }

  /// 1/13! … 1/2!
  private static let exponentialSeries: [Double] = [
    1.0 / 6_227_020_800, 1.0 / 479_001_600, 1.0 / 39_916_800, 1.0 / 3_628_800, 1.0 / 362_880,
    1.0 / 40_320, 1.0 / 5_040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5,
  ]

  /// x · 2ⁿ, rounded once.
  private static func scaled(_ x: Double, by n: Int) -> Double {
    func power(_ n: Int) -> Double { Double(bitPattern: UInt64(n + 1023) << 52) }
    if n > 1023 { return x * power(1023) * power(n - 1023) }
    // The first product is exact; the second rounds into the subnormal numbers.
    if n < -1000 { return x * power(-900) * power(n + 900) }
    return x * power(n)
  }

  /// log x, to within a unit in the last place; −∞ at 0, NaN below.
  ///
  /// x = 2ᵏ m with √½ ≤ m < √2, and log m = 2 artanh s with s = (m − 1)/(m + 1), |s| < 0.172.
  public static func log(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x <= 0 { return x == 0 ? -.infinity : .nan }
    var k = Int(x.exponent)
    var m = x.significand
    if m > 1.4142135623730951 {
      m *= 0.5
      k += 1
    }
    return logarithm(ofOnePlus: m - 1, timesTwoTo: k, lost: 0)
  }

  /// log(1 + x), to within a unit in the last place.
  public static func log1p(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x <= -1 { return x == -1 ? -.infinity : .nan }
    if abs(x) < 0x1p-54 { return x }
    let sum = 1 + x
    // The sum's relative rounding error.
    let lost = (x > 1 ? 1 - (sum - x) : x - (sum - 1)) / sum
    var k = Int(sum.exponent)
    var m = sum.significand
    if m > 1.4142135623730951 {
      m *= 0.5
      k += 1
    }
    if k == 0 { return logarithm(ofOnePlus: x, timesTwoTo: 0, lost: 0) }
    return logarithm(ofOnePlus: m - 1, timesTwoTo: k, lost: lost)
  }

  /// log((1 + f) · 2ᵏ) + lost, f in −0.293…0.415.
  ///
  /// log(1 + f) = f − s (f − w) with s = f/(2 + f) and w = ⅔s² + ⅖s⁴ + …: the leading f is exact
  /// and the correction is smaller.
  private static func logarithm(
    ofOnePlus f: Double, timesTwoTo k: Int, lost: Double
  ) -> Double {
    let s = f / (2 + f)
    let q = s * s
    var p = 2.0 / 25
    for c in artanhSeries { p = c.addingProduct(p, q) }
    let correction = s * (f - q * p)
    let n = Double(k)
    return n * log2High + (f + (lost + n * log2Low - correction))
  }

  /// 2/23 … 2/3
  private static let artanhSeries: [Double] = [
    2.0 / 23, 2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5,
    2.0 / 3,
  ]

  /// xʸ for x ≥ 0 as exp(y log x), to within 2 + |y log x| units in the last place (enough for a
  /// step controller); exact at x = 0 and 1.
  public static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x == 0 { return y > 0 ? 0 : .infinity }
    return exp(y * log(x))
  }

  /// 10ⁿ, correctly rounded.
  public static func powerOfTen(_ n: Int) -> Double {
    // Up to 10²², powers and the products that lead to them are exact; inverses are rounded once.
    guard abs(n) <= 22 else { return Double("1e\(n)") ?? (n < 0 ? 0 : .infinity) }
    var power = 1.0
    for _ in 0..<abs(n) { power *= 10 }
    return n < 0 ? 1 / power : power
  }

  /// log₁₀ x, to within two units in the last place, and exact for powers of ten.
  public static func log10(_ x: Double) -> Double {
    let value = log(x) * 0.4342944819032518
    guard value.isFinite else { return value }
    let nearest = value.rounded()
    return powerOfTen(Int(nearest)) == x ? nearest : value
  }

  /// The greatest n with 10ⁿ ≤ x, for finite x > 0.
  public static func decimalExponent(_ x: Double) -> Int {
    let n = Int(log10(x).rounded(.down))
    if powerOfTen(n) > x { return n - 1 }
    return powerOfTen(n + 1) <= x ? n + 1 : n
  }
}

// For Float: the functions of Double, rounded again.
extension Elementary {
  /// eˣ
  public static func exp(_ x: Float) -> Float { Float(exp(Double(x))) }
  /// log₁₀ x
  public static func log10(_ x: Float) -> Float { Float(log10(Double(x))) }
  /// sin x
  public static func sin(_ x: Float) -> Float { Float(sin(Double(x))) }
  /// cos x
  public static func cos(_ x: Float) -> Float { Float(cos(Double(x))) }
  /// The angle of the point (x, y), −π…π.
  public static func atan2(_ y: Float, _ x: Float) -> Float { Float(atan2(Double(y), Double(x))) }
}
