import Math

/// The generator xoshiro256** (Blackman and Vigna 2021, DOI 10.1145/3460772), seeded through
/// SplitMix64: runs must be repeatable, and the standard library's generator takes no seed.
public struct Xoshiro256: RandomNumberGenerator, Sendable, Equatable {
  private var s: (UInt64, UInt64, UInt64, UInt64)
  private var spareNormal: Double?

  /// A generator; streams of one seed are independent.
  public init(seed: UInt64, stream: UInt64 = 0) {
    var z = seed ^ (stream &* 0xd134_2543_de82_ef95)
    func next() -> UInt64 {
      z &+= 0x9e37_79b9_7f4a_7c15
      var x = z
      x = (x ^ (x >> 30)) &* 0xbf58_476d_1ce4_e5b9
      x = (x ^ (x >> 27)) &* 0x94d0_49bb_1331_11eb
      return x ^ (x >> 31)
    }
    s = (next(), next(), next(), next())
  }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    let x = s.1 &* 5
    let result = ((x << 7) | (x >> 57)) &* 9
    let t = s.1 << 17
    s.2 ^= s.0
    s.3 ^= s.1
    s.1 ^= s.2
    s.0 ^= s.3
    s.2 ^= t
    s.3 = (s.3 << 45) | (s.3 >> 19)
    return result
  }

  /// Uniform in low..<high.
  public mutating func uniform(_ low: Double = 0, _ high: Double = 1) -> Double {
    low + (high - low) * Double(next() >> 11) * 0x1p-53
  }

  /// Normal with mean 0 and variance 1 (Box and Muller).
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let radius = (-2 * Elementary.log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spareNormal = radius * Elementary.sin(angle)
    return radius * Elementary.cos(angle)
  }

  /// Compares states.
  public static func == (a: Xoshiro256, b: Xoshiro256) -> Bool {
    a.s == b.s && a.spareNormal == b.spareNormal
  }
}
