import Math

/// A sample of results of the elementary functions: equal to the bit on every machine.
enum ElementaryBits {
  /// Random arguments, uniform in low…high.
  static func arguments(_ count: Int, _ low: Double, _ high: Double) -> [Double] {
    var state: UInt64 = 42
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return low + (high - low) * Double(state >> 11) * 0x1p-53
    }
  }

  /// The digest of the sample.
  static var digest: UInt64 {
    var digest = BitDigest()
    for x in arguments(1000, -30, 30) {
      digest.add(Elementary.exp(x))
      digest.add(Elementary.log(abs(x)))
      digest.add(Elementary.log1p(abs(x)))
      digest.add(Elementary.log10(abs(x)))
      digest.add(Elementary.sin(x))
      digest.add(Elementary.cos(x))
      digest.add(Elementary.atan2(x, 1 - x))
      digest.add(Elementary.pow(abs(x), 0.2))
    }
    return digest.value
  }

  /// The committed digest.
  static let expected: UInt64 = 0xbdf2_f289_3554_2a12
}
