/// A 64-bit digest of a sequence of numbers (FNV-1a over words). Different sequences collide with a
/// probability of about 2⁻⁶⁴.
public struct BitDigest: Sendable, Equatable {
  /// The digest so far.
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The digest of an empty sequence.
  public init() {}

  /// A stored digest.
  public init(_ value: UInt64) { self.value = value }

  /// Adds a word.
  public mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x0000_0100_0000_01b3
    // In FNV, low bits do not depend on a word's high bits.
    value ^= value >> 29
  }

  /// Adds a number.
  public mutating func add(_ number: Double) { add(number.bitPattern) }

  /// Adds lines of text with line ends.
  public mutating func add(_ lines: [String]) {
    for line in lines {
      for byte in line.utf8 { add(UInt64(byte)) }
      add(UInt64(10))
    }
  }

  /// The digest in 16 hexadecimal digits.
  public var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
