/// A raster of 2 × 4 braille dots per cell. Coordinates are in dots from the top left corner, with
/// fractions; dots outside, or at NaN, are not drawn. In common fonts the dots are evenly spaced.
package struct BrailleCanvas: Sendable {
  package let columns: Int
  package let rows: Int
  package var dotsWide: Int { columns * 2 }
  package var dotsHigh: Int { rows * 4 }

  private var patterns: [UInt8]
  private var inks: [Ink]

  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    patterns = Array(repeating: 0, count: self.columns * self.rows)
    inks = Array(repeating: Ink(nil), count: self.columns * self.rows)
  }

  package mutating func dot(_ x: Float, _ y: Float, _ ink: Ink) {
    // NaN fails this, and no huge value reaches the conversion.
    guard x >= 0, y >= 0, x < Float(dotsWide), y < Float(dotsHigh) else { return }
    set(Int(x), Int(y), ink)
  }

  /// Draws a square of `size` × `size` dots around a place: the mark of a data point.
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

  /// Draws every (gap + 1)-th dot of a line, clipped first: a long line costs no more than a short.
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

  /// Draws into `grid`, the top left cell at (x, y); cells without dots stay as they are.
  package func draw(into grid: inout CellGrid, x: Int, y: Int) {
    for row in 0..<rows {
      for column in 0..<columns {
        let pattern = patterns[row * columns + column]
        guard pattern != 0 else { continue }
        let ink = inks[row * columns + column]
        grid.put(
          Unicode.Scalar(0x2800 + UInt32(pattern)) ?? " ", x: x + column, y: y + row,
          style: Style(ink.color, bold: ink.isBold))
      }
    }
  }

  /// The braille pattern of a cell (0: empty) and its ink, for tests and encoders.
  package subscript(column: Int, row: Int) -> (pattern: UInt8, ink: Ink) {
    guard column >= 0, column < columns, row >= 0, row < rows else { return (0, Ink(nil)) }
    return (patterns[row * columns + column], inks[row * columns + column])
  }

  /// The bit of each dot in a braille pattern, by row, then column.
  package static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}

extension BrailleCanvas {
  /// The ASCII character that looks most like a braille pattern (its low 8 bits).
  package static func coarse(_ pattern: UInt8) -> Unicode.Scalar { coarseTable[Int(pattern)] }

  private static let coarseTable: [Unicode.Scalar] = (0...255).map { shape(of: UInt8($0)) }

  private static func shape(of pattern: UInt8) -> Unicode.Scalar {
    let count = pattern.nonzeroBitCount
    if count == 0 { return " " }
    if count >= 7 { return "#" }
    var left: [Int] = []
    var right: [Int] = []
    for row in 0..<4 {
      if pattern & bits[row * 2] != 0 { left.append(row) }
      if pattern & bits[row * 2 + 1] != 0 { right.append(row) }
    }
    let rows = Set(left + right)
    let top = rows.min() ?? 0
    let bottom = rows.max() ?? 0
    guard let leftTop = left.first, let rightTop = right.first else {
      // One column only: a stroke, or dots high or low.
      if count >= 3 { return "|" }
      if top <= 1 && bottom >= 2 { return ":" }
      return bottom <= 1 ? "'" : "."
    }
    if rows.count == 1 { return top == 0 ? "\"" : top == 3 ? "_" : "-" }
    if count >= 5 { return rows.count == 4 ? "%" : "=" }
    let leftMean = Double(left.reduce(0, +)) / Double(left.count)
    let rightMean = Double(right.reduce(0, +)) / Double(right.count)
    if leftMean - rightMean >= 1 && rightTop < leftTop { return "/" }
    if rightMean - leftMean >= 1 && leftTop < rightTop { return "\\" }
    if bottom - top <= 1 { return bottom <= 1 ? "\"" : top >= 2 ? "_" : "-" }
    return ":"
  }
}

package struct LineSegment: Sendable, Equatable {
  package var x0: Double
  package var y0: Double
  package var x1: Double
  package var y1: Double

  package init(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) {
    self.x0 = x0
    self.y0 = y0
    self.x1 = x1
    self.y1 = y1
  }

  /// The part within 0…width × 0…height; nil if it is empty or a coordinate is not finite.
  /// Liang and Barsky, ACM Transactions on Graphics 3 (1984), DOI 10.1145/357332.357333.
  package func clipped(width: Double, height: Double) -> LineSegment? {
    guard width > 0, height > 0 else { return nil }
    let dx = x1 - x0
    let dy = y1 - y0
    // Differences of finite values can overflow, so they must be finite too.
    guard dx.isFinite, dy.isFinite, x0.isFinite, y0.isFinite else { return nil }
    var enter = 0.0
    var leave = 1.0
    for (p, q) in [(-dx, x0), (dx, width - x0), (-dy, y0), (dy, height - y0)] {
      if p == 0 {
        if q < 0 { return nil }
      } else if p < 0 {
        enter = max(enter, q / p)
      } else {
        leave = min(leave, q / p)
      }
    }
    guard enter <= leave else { return nil }
    return LineSegment(x0 + dx * enter, y0 + dy * enter, x0 + dx * leave, y0 + dy * leave)
  }
}
