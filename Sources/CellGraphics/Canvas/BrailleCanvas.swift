/// A raster of 2 × 4 dots a cell, drawn with braille patterns. Coordinates are dots from the top
/// left corner, with fractions; whatever lies outside, or is not a number, is not drawn.
///
/// A dot is nearly square on common fonts, so a unit along x is as long as a unit along y.
package struct BrailleCanvas: Sendable {
  /// Columns of cells.
  package let columns: Int
  /// Rows of cells.
  package let rows: Int
  /// Columns of dots.
  package var dotsWide: Int { columns * 2 }
  /// Rows of dots.
  package var dotsHigh: Int { rows * 4 }

  private var patterns: [UInt8]
  private var inks: [Ink]

  /// An empty canvas.
  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    patterns = Array(repeating: 0, count: self.columns * self.rows)
    inks = Array(repeating: Ink(nil), count: self.columns * self.rows)
  }

  /// Draws one dot.
  package mutating func dot(_ x: Float, _ y: Float, _ ink: Ink) {
    // Written so that not-a-number fails, and nothing huge is ever converted.
    guard x >= 0, y >= 0, x < Float(dotsWide), y < Float(dotsHigh) else { return }
    set(Int(x), Int(y), ink)
  }

  /// Draws a square of `size` × `size` dots around a point: what marks a data point.
  package mutating func blob(_ x: Float, _ y: Float, size: Int = 2, _ ink: Ink) {
    guard x.isFinite, y.isFinite, x > -16, y > -16 else { return }
    guard x < Float(dotsWide + 16), y < Float(dotsHigh + 16) else { return }
    let left = Int((x - Float(size - 1) / 2).rounded())
    let top = Int((y - Float(size - 1) / 2).rounded())
    for j in top..<top + size {
      for i in left..<left + size where i >= 0 && j >= 0 && i < dotsWide && j < dotsHigh {
        set(i, j, ink)
      }
    }
  }

  /// Draws a straight line; with `gap` > 0 only every (gap + 1)-th of its dots.
  ///
  /// - Complexity: O(dots within the canvas), however long the line: it is clipped first.
  package mutating func line(
    _ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float, _ ink: Ink, gap: Int = 0
  ) {
    guard
      let s = LineSegment(Double(x0), Double(y0), Double(x1), Double(y1))
        .clipped(width: Double(dotsWide), height: Double(dotsHigh))
    else { return }
    let dx = s.x1 - s.x0
    let dy = s.y1 - s.y0
    let steps = max(1, Int(max(abs(dx), abs(dy)).rounded(.up)))
    let stride = 1 / Double(steps)
    var k = 0
    while k <= steps {
      let u = Double(k) * stride
      let x = min(max(Int(s.x0 + dx * u), 0), dotsWide - 1)
      let y = min(max(Int(s.y0 + dy * u), 0), dotsHigh - 1)
      set(x, y, ink)
      k += 1 + gap
    }
  }

  @inline(__always)
  private mutating func set(_ x: Int, _ y: Int, _ ink: Ink) {
    let cell = (y >> 2) * columns + x >> 1
    let bit = Self.bits[(y & 3) << 1 | x & 1]
    let pattern = patterns[cell]
    if pattern == 0 {
      patterns[cell] = bit
      inks[cell] = ink
    } else if ink.layer == inks[cell].layer {
      patterns[cell] = pattern | bit
      let other = inks[cell]
      if ink.rank >= other.rank { inks[cell] = ink }
      if let meeting = ink.meeting, other.meeting != nil, ink.color != other.color {
        inks[cell].color = meeting
      }
    } else if ink.layer > inks[cell].layer {
      patterns[cell] = bit
      inks[cell] = ink
    }
  }

  /// Puts the dots into `grid` with the canvas's top left cell at (x, y); cells without dots are
  /// left as they are.
  package func draw(into grid: inout CellGrid, x: Int, y: Int, glyphs: GlyphSet) {
    for row in 0..<rows {
      for column in 0..<columns {
        let pattern = patterns[row * columns + column]
        guard pattern != 0 else { continue }
        let ink = inks[row * columns + column]
        let glyph =
          glyphs == .unicode
          ? Unicode.Scalar(0x2800 + UInt32(pattern)) ?? " " : Self.coarse(pattern)
        grid.put(
          glyph, x: x + column, y: y + row, style: Style(ink.color, bold: ink.isBold))
      }
    }
  }

  /// The braille pattern of a cell (0: empty), and its ink: for tests and encoders.
  package subscript(column: Int, row: Int) -> (pattern: UInt8, ink: Ink) {
    guard column >= 0, column < columns, row >= 0, row < rows else { return (0, Ink(nil)) }
    return (patterns[row * columns + column], inks[row * columns + column])
  }

  /// Bits of the dots of a braille pattern, by row then column.
  package static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}
