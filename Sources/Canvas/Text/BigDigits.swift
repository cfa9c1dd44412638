/// Numbers three rows high, readable from the back of a lecture hall: 4 × 6 half blocks per digit.
/// ASCII has no blocks and shows bold text in one row.
package enum BigDigits {
  /// In rows.
  package static func height(_ glyphs: GlyphSet) -> Int { glyphs == .unicode ? 3 : 1 }

  /// In columns.
  package static func width(of text: String, _ glyphs: GlyphSet) -> Int {
    glyphs == .unicode ? max(0, text.reduce(-1) { $0 + advance($1) }) : text.count
  }

  private static func advance(_ character: Character) -> Int { character == "." ? 3 : 5 }

  /// Draws digits, ".", "e", "-", ">", "?" and blanks, top left cell at (x, y); ASCII ignores `scale`.
  package static func draw(
    _ text: String, into grid: inout CellGrid, x: Int, y: Int, style: Style, glyphs: GlyphSet,
    scale: Int = 1
  ) {
    guard glyphs == .unicode else {
      var bold = style
      bold.isBold = true
      grid.write(text, x: x, y: y, style: bold)
      return
    }
    let scale = max(1, scale)
    var left = x
    for character in text {
      defer { left += advance(character) * scale }
      guard let rows = font[character] else { continue }
      for line in 0..<3 * scale {
        for column in 0..<4 * scale {
          let shift = UInt8(3 - column / scale)
          let upper = rows[2 * line / scale] >> shift & 1
          let lower = rows[(2 * line + 1) / scale] >> shift & 1
          guard upper | lower != 0 else { continue }
          let glyph: Unicode.Scalar = upper == lower ? "█" : upper == 1 ? "▀" : "▄"
          grid.put(
            glyph, x: left + column, y: y + line, style: style)
        }
      }
    }
  }

  /// Six rows of four bits, the most significant at the left.
  private static let font: [Character: [UInt8]] = [
    "0": [0b1111, 0b1001, 0b1001, 0b1001, 0b1001, 0b1111],
    "1": [0b0110, 0b0010, 0b0010, 0b0010, 0b0010, 0b0111],
    "2": [0b1111, 0b0001, 0b1111, 0b1000, 0b1000, 0b1111],
    "3": [0b1111, 0b0001, 0b0111, 0b0001, 0b0001, 0b1111],
    "4": [0b1001, 0b1001, 0b1001, 0b1111, 0b0001, 0b0001],
    "5": [0b1111, 0b1000, 0b1111, 0b0001, 0b0001, 0b1111],
    "6": [0b1111, 0b1000, 0b1111, 0b1001, 0b1001, 0b1111],
    "7": [0b1111, 0b0001, 0b0001, 0b0010, 0b0010, 0b0010],
    "8": [0b1111, 0b1001, 0b1111, 0b1001, 0b1001, 0b1111],
    "9": [0b1111, 0b1001, 0b1001, 0b1111, 0b0001, 0b1111],
    ".": [0, 0, 0, 0, 0, 0b1100],
    "e": [0, 0b0110, 0b1001, 0b1111, 0b1000, 0b0111],
    "-": [0, 0, 0b1111, 0, 0, 0],
    ">": [0b1000, 0b0100, 0b0010, 0b0010, 0b0100, 0b1000],
    "?": [0b1111, 0b0001, 0b0111, 0b0100, 0, 0b0100],
  ]
}
