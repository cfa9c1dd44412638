/// A cell as the terminal can show it: what is compared between frames. Cells that differ only in
/// what the terminal cannot show are equal, and cost no output.
struct ScreenCell: Hashable {
  /// Glyph (21 bits) and attributes (3 bits).
  private let bits: UInt32
  /// Index in the palette, or 0xRRGGBB of a terminal without one; -1 is the terminal's own colour.
  private let front: Int32
  private let back: Int32

  init(glyph: UInt32, foreground: Int, background: Int, attributes: UInt64) {
    bits = glyph | UInt32(attributes) << 21
    front = Int32(foreground)
    back = Int32(background)
  }

  /// What an erased screen shows.
  static let blank = ScreenCell(glyph: 0x20, foreground: -1, background: -1, attributes: 0)

  var glyph: UInt32 { bits & 0x1fffff }
  var foreground: Int { Int(front) }
  var background: Int { Int(back) }
  var attributes: UInt64 { UInt64(bits >> 21) }
  var isBold: Bool { attributes & Self.bold != 0 }
  var isReversed: Bool { attributes & Self.reversed != 0 }
  var isUnderlined: Bool { attributes & Self.underlined != 0 }

  static let bold: UInt64 = 1
  static let reversed: UInt64 = 2
  static let underlined: UInt64 = 4
}
