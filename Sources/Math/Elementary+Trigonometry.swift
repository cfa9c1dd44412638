extension Elementary {
  /// sin x, to within 2⁻⁵² (a unit in the last place of 1), for |x| up to a million; a larger x is
  /// first taken modulo the Double nearest 2π.
  public static func sin(_ x: Double) -> Double {
    guard x.isFinite else { return .nan }
    let (quadrant, r, lost) = reduced(x)
    switch quadrant {
    case 0: return sine(r, lost)
    case 1: return cosine(r, lost)
    case 2: return -sine(r, lost)
    default: return -cosine(r, lost)
    }
  }

  /// cos x; see `sin`.
  public static func cos(_ x: Double) -> Double {
    guard x.isFinite else { return .nan }
    let (quadrant, r, lost) = reduced(x)
    switch quadrant {
    case 0: return cosine(r, lost)
    case 1: return -sine(r, lost)
    case 2: return -cosine(r, lost)
    default: return sine(r, lost)
    }
  }

  /// x = n π/2 + r + lost with |r| ≤ π/4; n is returned modulo 4. π/2 is split into three numbers;
  /// the first two are exact when multiplied by an n below 2²⁰.
  private static func reduced(_ x: Double) -> (quadrant: Int, r: Double, lost: Double) {
    // The remainder is exact.
    let x = abs(x) < 1e6 ? x : x.truncatingRemainder(dividingBy: 6.283185307179586)
    let n = (x * 0.6366197723675814).rounded()
    let first = x - n * 0x1.921fb544p0
    let second = n * 0x1.0b4611a6p-34
    let high = first - second
    let low = ((first - high) - second) - n * 0x1.3198a2e037073p-69
    let r = high + low
    return (Int(n) & 3, r, (high - r) + low)
  }

  private static func sine(_ r: Double, _ lost: Double) -> Double {
    let q = r * r
    var p = -1.0 / 121_645_100_408_832_000
    for c in sineSeries { p = c.addingProduct(p, q) }
    return r + (r * q * p + lost * (1 - 0.5 * q))
  }

  /// 1/17!, −1/15!, … −1/3!
  private static let sineSeries: [Double] = [
    1.0 / 355_687_428_096_000, -1.0 / 1_307_674_368_000, 1.0 / 6_227_020_800, -1.0 / 39_916_800,
    1.0 / 362_880, -1.0 / 5_040, 1.0 / 120, -1.0 / 6,
  ]

  private static func cosine(_ r: Double, _ lost: Double) -> Double {
    let q = r * r
    var p = -1.0 / 6_402_373_705_728_000
    for c in cosineSeries { p = c.addingProduct(p, q) }
    // 1 − q/2, and its rounding error.
    let half = 0.5 * q
    let most = 1 - half
    return most + (((1 - most) - half) + (q * q * p - r * lost))
  }

  /// 1/16!, −1/14!, … 1/4!
  private static let cosineSeries: [Double] = [
    1.0 / 20_922_789_888_000, -1.0 / 87_178_291_200, 1.0 / 479_001_600, -1.0 / 3_628_800,
    1.0 / 40_320, -1.0 / 720, 1.0 / 24,
  ]

  /// The angle of the point (x, y), −π…π, to within four units in the last place.
  public static func atan2(_ y: Double, _ x: Double) -> Double {
    if x.isNaN || y.isNaN { return .nan }
    let (a, b) = (abs(x), abs(y))
    if a == 0 && b == 0 { return x.sign == .minus ? (y.sign == .minus ? -.pi : .pi) : y }
    let isSteep = b > a
    let slope = a == b ? 1 : isSteep ? a / b : b / a
    // Halving the angle brings the slope below √2 − 1; the relative error of arctan's series to t⁴³
    // is then below 2⁻⁵⁵.
    let t = slope / (1 + 1.0.addingProduct(slope, slope).squareRoot())
    let q = t * t
    var p = 1.0 / 43
    for k in stride(from: 41.0, through: 3, by: -2) { p = 1 / k - q * p }
    var angle = slope == 1 ? .pi / 4 : 2 * (t - t * q * p)
    if isSteep { angle = .pi / 2 - angle }
    if x.sign == .minus { angle = .pi - angle }
    return y.sign == .minus ? -angle : angle
  }
}
