/// FNV-1a of 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): tells configurations apart, but does
/// not resist deliberate collisions.
struct FNV1a {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func take(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

  /// All of a word at once: for much data, of which some bits say as much.
  mutating func take(_ word: UInt32) { value = (value ^ UInt64(word)) &* 0x0000_0100_0000_01b3 }

  /// Numbers, in words of half of each.
  mutating func take(_ numbers: [Double]) {
    for number in numbers {
      take(UInt32(truncatingIfNeeded: number.bitPattern))
      take(UInt32(truncatingIfNeeded: number.bitPattern >> 32))
    }
  }
}

/// The digest of a text.
func fnv1a(_ text: String) -> UInt64 {
  var state = FNV1a()
  for byte in text.utf8 { state.take(byte) }
  return state.value
}
