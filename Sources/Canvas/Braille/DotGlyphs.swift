/// The characters that show the dots of pictures in cells.
package enum DotGlyphs: String, Sendable, CaseIterable {
  /// Octants in terminals known to draw them, otherwise braille.
  case auto
  /// 2 × 4 round dots a cell, with gaps; in every font.
  case braille
  /// 2 × 3 blocks a cell (Unicode 13).
  case sextants
  /// 2 × 4 blocks a cell (Unicode 16).
  case octants

  /// What is shown for a character; only braille changes.
  package func glyph(for glyph: Unicode.Scalar) -> Unicode.Scalar {
    guard let pattern = GlyphShape.braille(glyph), pattern != 0 else { return glyph }
    switch self {
    case .auto, .braille: return glyph
    case .sextants: return Self.sextantsOfDots[Int(pattern)]
    case .octants: return Self.octantsOfDots[Int(pattern)]
    }
  }

  /// By braille pattern. kitty 0.41 lacks single dots in a corner, foot 1.21 also two dots in the
  /// middle of a side: these are no part of Unicode's block of octants. Glyphs with more dots
  /// replace them.
  private static let octantsOfDots = (0...255).map { pattern in
    switch Mosaic.mask(ofBraille: UInt8(pattern)) {
    case 0x01: Mosaic.quadrants[1]
    case 0x02: Mosaic.quadrants[2]
    case 0x40: Mosaic.quadrants[4]
    case 0x80: Mosaic.quadrants[8]
    case 0x14: Mosaic.octants[0x15]
    case 0x28: Mosaic.octants[0x2A]
    case let mask: Mosaic.octants[mask]
    }
  }

  /// By braille pattern; the dots of the two middle rows become one block.
  private static let sextantsOfDots = (0...255).map { pattern in
    let mask = Mosaic.mask(ofBraille: UInt8(pattern))
    let middle = (mask >> 2 | mask >> 4) & 3
    return Mosaic.sextants[mask & 3 | middle << 2 | (mask >> 6) << 4]
  }
}

/// A glyph that fills some of the 2 × 2, 2 × 3 or 2 × 4 blocks of its cell.
struct Mosaic: Sendable, Equatable {
  let rows: Int
  /// From the top left, row by row, the lowest bit first.
  let mask: Int

  /// nil for other glyphs, and for a blank.
  init?(_ glyph: Unicode.Scalar) {
    // Fast path: text.
    guard glyph.value >= 0x2580, let found = Self.table[glyph] else { return nil }
    self = found
  }

  private init(rows: Int, mask: Int) { (self.rows, self.mask) = (rows, mask) }

  /// The blocks at the places of a braille pattern's dots.
  static func mask(ofBraille pattern: UInt8) -> Int {
    BrailleCanvas.bits.enumerated().reduce(0) { $0 | (pattern & $1.1 == 0 ? 0 : 1 << $1.0) }
  }

  /// Glyphs by mask.
  static let quadrants: [Unicode.Scalar] = [
    " ", "\u{2598}", "\u{259D}", "\u{2580}", "\u{2596}", "\u{258C}", "\u{259E}", "\u{259B}",
    "\u{2597}", "\u{259A}", "\u{2590}", "\u{259C}", "\u{2584}", "\u{2599}", "\u{259F}", "\u{2588}",
  ]

  /// Glyphs by mask: U+1FB00 to U+1FB3B in ascending order, without those that are quadrants.
  static let sextants = table(
    count: 64, from: 0x1FB00, older: [0: " ", 0x15: "\u{258C}", 0x2A: "\u{2590}", 0x3F: "\u{2588}"])

  /// Glyphs by mask: U+1CD00 to U+1CDE5 in ascending order, without those that Unicode had already,
  /// or has as quarters of a cell (The Unicode Standard 16.0, chapter 22.7, and its code charts).
  static let octants: [Unicode.Scalar] = {
    var older: [Int: Unicode.Scalar] = [
      0x01: "\u{1CEA8}", 0x02: "\u{1CEAB}", 0x03: "\u{1FB82}", 0x14: "\u{1FBE6}",
      0x28: "\u{1FBE7}", 0x3F: "\u{1FB85}", 0x40: "\u{1CEA3}", 0x80: "\u{1CEA0}",
      0xC0: "\u{2582}", 0xFC: "\u{2586}",
    ]
    for (mask, glyph) in quadrants.enumerated() {
      older[(mask & 3) * 0b101 | (mask >> 2) * 0b101_0000] = glyph
    }
    return table(count: 256, from: 0x1CD00, older: older)
  }()

  private static func table(
    count: Int, from first: UInt32, older: [Int: Unicode.Scalar]
  ) -> [Unicode.Scalar] {
    var next = first
    return (0..<count).map { mask in
      if let glyph = older[mask] { return glyph }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? " "
    }
  }

  private static let table: [Unicode.Scalar: Mosaic] = {
    var table: [Unicode.Scalar: Mosaic] = [:]
    // Quadrants last: the fewest blocks for a shape.
    for (rows, glyphs) in [(4, octants), (3, sextants), (2, quadrants)] {
      for (mask, glyph) in glyphs.enumerated() where mask != 0 {
        table[glyph] = Mosaic(rows: rows, mask: mask)
      }
    }
    return table
  }()
}
