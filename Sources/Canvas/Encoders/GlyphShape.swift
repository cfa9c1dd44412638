/// Shapes of braille, block and line glyphs, which fonts draw unevenly.
package enum GlyphShape {
  /// The pattern, in `BrailleCanvas.bits`; nil for other glyphs.
  package static func braille(_ glyph: Unicode.Scalar) -> UInt8? {
    (0x2800...0x28FF).contains(glyph.value) ? UInt8(glyph.value - 0x2800) : nil
  }

  /// The rectangles that a block, sextant or octant fills, 0…1 across and down; nil for other
  /// glyphs.
  package static func blocks(
    _ glyph: Unicode.Scalar
  ) -> [(x: Double, y: Double, width: Double, height: Double)]? {
    guard let mosaic = Mosaic(glyph) else { return nil }
    let height = 1 / Double(mosaic.rows)
    return (0..<mosaic.rows).compactMap { row in
      let y = Double(row) * height
      return switch mosaic.mask >> (2 * row) & 3 {
      case 1: (0, y, 0.5, height)
      case 2: (0.5, y, 0.5, height)
      case 3: (0, y, 1, height)
      default: nil
      }
    }
  }

  /// Lines from the middle of the cell: 1 up, 2 right, 4 down, 8 left; nil for other glyphs.
  package static func arms(_ glyph: Unicode.Scalar) -> Int? { table[glyph] }

  private static let table: [Unicode.Scalar: Int] = [
    "─": 10, "│": 5, "╭": 6, "╮": 12, "╰": 3, "╯": 9, "├": 7, "┤": 13, "┬": 14, "┴": 11, "┼": 15,
    "└": 3, "┘": 9, "┌": 6, "┐": 12, "╴": 8, "╶": 2,
  ]
}

/// `GlyphShape` as SVG paths, in cells of 10 × 20 units.
enum SVGShape {
  static func isDrawn(_ glyph: Unicode.Scalar) -> Bool {
    GlyphShape.braille(glyph) != nil || GlyphShape.arms(glyph) != nil
      || Mosaic(glyph) != nil
  }

  /// Braille, to stroke with round ends.
  static func dots(_ glyph: Unicode.Scalar, x: Int, y: Int) -> String? {
    guard let pattern = GlyphShape.braille(glyph) else { return nil }
    var path = ""
    for (index, bit) in BrailleCanvas.bits.enumerated() where pattern & bit != 0 {
      let column = index & 1
      let row = index >> 1
      path += "M\(x + column * 5 + 2).5 \(y + row * 5 + 2).5h.01"
    }
    return path
  }

  /// Block elements, to fill.
  static func block(_ glyph: Unicode.Scalar, x: Int, y: Int) -> String? {
    if glyph == "\u{2588}" { return "M\(x) \(y)h10v20h-10z" }
    if glyph == "\u{258C}" { return "M\(x) \(y)h5v20h-5z" }
    if glyph == "\u{2590}" { return "M\(x + 5) \(y)h5v20h-5z" }
    guard let blocks = GlyphShape.blocks(glyph) else { return nil }
    return blocks.map { block in
      let (left, width) = (Int(block.x * 10), Int(block.width * 10))
      // Thirds have rounded edges, so that no gap is between them.
      let top = Int((block.y * 20).rounded())
      let height = Int(((block.y + block.height) * 20).rounded()) - top
      return "M\(x + left) \(y + top)h\(width)v\(height)h\(-width)z"
    }.joined()
  }

  /// Box drawing, to stroke.
  static func stroke(_ glyph: Unicode.Scalar, x: Int, y: Int) -> String? {
    guard let arms = GlyphShape.arms(glyph) else { return nil }
    let (cx, cy) = (x + 5, y + 10)
    switch glyph {
    case "╭": return "M\(cx) \(y + 20)V\(cy + 5)q0 -5 5 -5"
    case "╮": return "M\(x) \(cy)q5 0 5 5V\(y + 20)"
    case "╰": return "M\(cx) \(y)V\(cy - 5)q0 5 5 5"
    case "╯": return "M\(cx) \(y)V\(cy - 5)q0 5 -5 5"
    default: break
    }
    var path = ""
    if arms & 1 != 0 { path += "M\(cx) \(cy)V\(y)" }
    if arms & 2 != 0 { path += "M\(cx) \(cy)H\(x + 10)" }
    if arms & 4 != 0 { path += "M\(cx) \(cy)V\(y + 20)" }
    if arms & 8 != 0 { path += "M\(cx) \(cy)H\(x)" }
    return path
  }
}
