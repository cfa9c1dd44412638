/// A raster of 2 × 2 pixels a cell, of which a cell shows two colours: for maps that are smooth. A
/// pixel is twice as high as wide.
package struct QuadrantCanvas: Sendable {
  /// Columns of pixels, two a cell.
  package let width: Int
  /// Rows of pixels, two a cell.
  package let height: Int
  private var pixels: [Color?]

  /// A canvas of columns × rows cells, without colour.
  package init(columns: Int, rows: Int) {
    width = max(0, columns) * 2
    height = max(0, rows) * 2
    pixels = Array(repeating: nil, count: width * height)
  }

  /// The colour at a pixel; nil leaves what is there. Outside the canvas nil, and writes do
  /// nothing.
  package subscript(x: Int, y: Int) -> Color? {
    get { x >= 0 && y >= 0 && x < width && y < height ? pixels[y * width + x] : nil }
    set { if x >= 0 && y >= 0 && x < width && y < height { pixels[y * width + x] = newValue } }
  }

  /// Puts the pixels into `grid` with the top left ones in cell (x, y). Cells of which a pixel has
  /// no colour stay as they are.
  package func draw(into grid: inout CellGrid, x: Int, y: Int) {
    for row in 0..<height / 2 {
      for column in 0..<width / 2 {
        let start = 2 * row * width + 2 * column
        guard let a = pixels[start], let b = pixels[start + 1], let c = pixels[start + width],
          let d = pixels[start + width + 1]
        else { continue }
        grid[x + column, y + row] = Self.cell(a, b, c, d)
      }
    }
  }

  /// The cell that is nearest to four colours: top left, top right, bottom left, bottom right.
  static func cell(_ a: Color, _ b: Color, _ c: Color, _ d: Color) -> Cell {
    if a == b, a == c, a == d { return Cell(" ", Style(nil, on: a)) }
    let samples = (a.samples, b.samples, c.samples, d.samples)
    let sum = samples.0 &+ samples.1 &+ samples.2 &+ samples.3
    var best = (gain: Int32.min, mask: 0, part: sum)
    // Of the squares of the distances to the means of both parts that which the partition changes
    // is −(‖sum of one‖²/n + ‖sum of the other‖²/(4 − n)). A part and the other are the same, so the
    // first pixel is always in the one that has the glyph.
    for mask in stride(from: 1, to: 16, by: 2) {
      var part = samples.0
      if mask & 2 != 0 { part &+= samples.1 }
      if mask & 4 != 0 { part &+= samples.2 }
      if mask & 8 != 0 { part &+= samples.3 }
      let count = Int32(mask.nonzeroBitCount)
      let rest = sum &- part
      // Times 12, for whole numbers.
      let gain =
        (part &* part).wrappedSum() &* (12 / count)
        &+ (count == 4 ? 0 : (rest &* rest).wrappedSum() &* (12 / (4 - count)))
      if gain > best.gain { best = (gain, mask, part) }
    }
    let count = Int32(best.mask.nonzeroBitCount)
    let ink = Color(mean: best.part, of: count)
    guard count < 4 else { return Cell(" ", Style(nil, on: ink)) }
    return Cell(glyphs[best.mask], Style(ink, on: Color(mean: sum &- best.part, of: 4 - count)))
  }

  /// The quarters that a glyph fills; nil for those that are no blocks.
  static func quarters(_ glyph: Unicode.Scalar) -> Int? {
    guard (0x2580...0x259F).contains(glyph.value) else { return nil }
    return glyphs.firstIndex(of: glyph)
  }

  /// The glyph that fills the quarters of a mask: 1 top left, 2 top right, 4 bottom left, 8 bottom
  /// right.
  private static let glyphs: [Unicode.Scalar] = [
    " ", "\u{2598}", "\u{259D}", "\u{2580}", "\u{2596}", "\u{258C}", "\u{259E}", "\u{259B}",
    "\u{2597}", "\u{259A}", "\u{2590}", "\u{259C}", "\u{2584}", "\u{2599}", "\u{259F}", "\u{2588}",
  ]
}

extension Color {
  fileprivate var samples: SIMD4<Int32> { SIMD4(Int32(red), Int32(green), Int32(blue), 0) }

  fileprivate init(mean sum: SIMD4<Int32>, of count: Int32) {
    let half = count / 2
    self.init(
      UInt8((sum.x + half) / count), UInt8((sum.y + half) / count), UInt8((sum.z + half) / count))
  }
}
