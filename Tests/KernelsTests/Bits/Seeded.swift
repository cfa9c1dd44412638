import Math

/// Random numbers of a seed.
struct Seeded {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed &* 7919 &+ 12345) }

  /// The next number, uniform in −1…1.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-52 - 1
  }
}

extension AlignedBuffer {
  /// Random numbers in −1…1, even in the padding.
  convenience init(random count: Int, _ seed: Int) {
    self.init(count: count)
    var numbers = Seeded(seed)
    for k in 0..<count { base[k] = Scalar(numbers.next()) }
  }

  var numbers: [Scalar] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// The numbers in Double, exactly.
  var doubles: [Double] { numbers.map { Double($0) } }
}
