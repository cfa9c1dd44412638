/// Numbers three rows high, drawn with half blocks on a raster of 4 × 6 points a digit: what the
/// last row of a lecture hall can read. In ASCII, where there are no blocks, a bold number of one
/// row.
package enum BigDigits {
  /// Rows that a number takes.
  package static func height(_ glyphs: GlyphSet) -> Int { glyphs == .unicode ? 3 : 1 }

  /// Columns that `text` takes.
  package static func width(of text: String, _ glyphs: GlyphSet) -> Int {
    glyphs == .unicode ? max(0, text.count * 5 - 1) : text.count
  }

  /// Draws `text` (digits, "-", ">", "?", blanks) with its top left cell at (x, y), `scale` times
  /// as large where there are blocks.
  package static func draw(
    _ text: String, into grid: inout CellGrid, x: Int, y: Int, style: Style, glyphs: GlyphSet,
    scale: Int = 1
  ) {
    guard glyphs == .unicode else {
      var bold = style
      bold.isBold = true
      grid.write(text, x: x, y: y, style: bold, glyphs: glyphs)
      return
    }
    let scale = max(1, scale)
    for (position, character) in text.enumerated() {
      guard let rows = font[character] else { continue }
      for line in 0..<3 * scale {
        for column in 0..<4 * scale {
          let shift = UInt8(3 - column / scale)
          let upper = rows[2 * line / scale] >> shift & 1
          let lower = rows[(2 * line + 1) / scale] >> shift & 1
          guard upper | lower != 0 else { continue }
          let glyph: Unicode.Scalar = upper == lower ? "█" : upper == 1 ? "▀" : "▄"
          grid.put(
            glyph, x: x + position * 5 * scale + column, y: y + line, style: style)
        }
      }
    }
  }

  /// Six rows of four points, the most significant bit of four at the left.
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
    "-": [0, 0, 0b1111, 0, 0, 0],
    ">": [0b1000, 0b0100, 0b0010, 0b0010, 0b0100, 0b1000],
    "?": [0b1111, 0b0001, 0b0111, 0b0100, 0, 0b0100],
  ]
}
