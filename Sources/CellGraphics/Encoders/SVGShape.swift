/// Outlines of the glyphs that fonts draw unevenly, in cells of 10 × 20 units.
enum SVGShape {
  /// Is the glyph drawn as a shape, not as text?
  static func isDrawn(_ glyph: Unicode.Scalar) -> Bool {
    (0x2800...0x28FF).contains(glyph.value) || arms[glyph] != nil
      || (0x2580...0x259F).contains(glyph.value) && block(glyph, x: 0, y: 0) != nil
  }

  /// Braille as points to stroke with round ends.
  static func dots(_ glyph: Unicode.Scalar, x: Int, y: Int) -> String? {
    guard (0x2800...0x28FF).contains(glyph.value) else { return nil }
    let pattern = UInt8(glyph.value - 0x2800)
    var path = ""
    for (index, bit) in BrailleCanvas.bits.enumerated() where pattern & bit != 0 {
      let column = index & 1
      let row = index >> 1
      path += "M\(x + column * 5 + 2).5 \(y + row * 5 + 2).5h.01"
    }
    return path
  }

  /// Block elements as areas to fill.
  static func block(_ glyph: Unicode.Scalar, x: Int, y: Int) -> String? {
    func area(_ left: Int, _ top: Int, _ width: Int, _ height: Int) -> String {
      "M\(x + left) \(y + top)h\(width)v\(height)h\(-width)z"
    }
    switch glyph {
    case "█": return area(0, 0, 10, 20)
    case "▀": return area(0, 0, 10, 10)
    case "▄": return area(0, 10, 10, 10)
    case "▌": return area(0, 0, 5, 20)
    case "▐": return area(5, 0, 5, 20)
    default: return nil
    }
  }

  /// Box drawing as lines to stroke.
  static func stroke(_ glyph: Unicode.Scalar, x: Int, y: Int) -> String? {
    guard let arms = arms[glyph] else { return nil }
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

  /// Arms from the middle of the cell: 1 up, 2 right, 4 down, 8 left.
  private static let arms: [Unicode.Scalar: Int] = [
    "─": 10, "│": 5, "╭": 6, "╮": 12, "╰": 3, "╯": 9, "├": 7, "┤": 13, "┬": 14, "┴": 11, "┼": 15,
    "└": 3, "┘": 9, "┌": 6, "┐": 12, "╴": 8, "╶": 2,
  ]
}
