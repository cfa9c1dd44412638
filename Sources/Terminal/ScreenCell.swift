/// A cell as the terminal can show it: what is compared between frames. Cells that differ only in
/// what the terminal cannot show are equal, and cost no output.
struct ScreenCell: Hashable {
  /// Glyph (21 bits), colours + 1 (9 bits each), attributes (3 bits).
  private let bits: UInt64

  init(glyph: UInt32, foreground: Int, background: Int, attributes: UInt64) {
    bits =
      UInt64(glyph) | UInt64(foreground + 1) << 21 | UInt64(background + 1) << 30 | attributes << 39
  }

  /// What an erased screen shows.
  static let blank = ScreenCell(glyph: 0x20, foreground: -1, background: -1, attributes: 0)

  var glyph: UInt32 { UInt32(bits & 0x1fffff) }
  /// Index in the palette; -1 is the terminal's own colour.
  var foreground: Int { Int(bits >> 21 & 0x1ff) - 1 }
  var background: Int { Int(bits >> 30 & 0x1ff) - 1 }
  var attributes: UInt64 { bits >> 39 }
  var isBold: Bool { attributes & Self.bold != 0 }
  var isReversed: Bool { attributes & Self.reversed != 0 }
  var isUnderlined: Bool { attributes & Self.underlined != 0 }

  static let bold: UInt64 = 1
  static let reversed: UInt64 = 2
  static let underlined: UInt64 = 4
}
