/// What glyphs look like that are no letters, and that fonts draw unevenly: for whoever draws them.
package enum GlyphShape {
  /// The dots of a braille pattern, as in `BrailleCanvas.bits`; nil for other glyphs.
  package static func braille(_ glyph: Unicode.Scalar) -> UInt8? {
    (0x2800...0x28FF).contains(glyph.value) ? UInt8(glyph.value - 0x2800) : nil
  }

  /// The parts of its cell that a block element fills, 0…1 across and down; nil for other glyphs.
  package static func blocks(
    _ glyph: Unicode.Scalar
  ) -> [(x: Double, y: Double, width: Double, height: Double)]? {
    guard let quarters = QuadrantCanvas.quarters(glyph) else { return nil }
    return [0, 1].compactMap { row in
      switch quarters >> (2 * row) & 3 {
      case 1: (0, Double(row) / 2, 0.5, 0.5)
      case 2: (0.5, Double(row) / 2, 0.5, 0.5)
      case 3: (0, Double(row) / 2, 1, 0.5)
      default: nil
      }
    }
  }

  /// Arms of a line from the middle of the cell: 1 up, 2 right, 4 down, 8 left; nil for other
  /// glyphs.
  package static func arms(_ glyph: Unicode.Scalar) -> Int? { table[glyph] }

  private static let table: [Unicode.Scalar: Int] = [
    "─": 10, "│": 5, "╭": 6, "╮": 12, "╰": 3, "╯": 9, "├": 7, "┤": 13, "┬": 14, "┴": 11, "┼": 15,
    "└": 3, "┘": 9, "┌": 6, "┐": 12, "╴": 8, "╶": 2,
  ]
}
