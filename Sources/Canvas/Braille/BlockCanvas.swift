/// A raster of pixels for maps. A cell has 1 × 2 pixels (nearly square), or 2 × 2 for smooth maps,
/// shown in two colours.
package struct BlockCanvas: Sendable {
  package let width: Int
  package let height: Int
  private let across: Int
  private var pixels: [Color?]

  /// - Parameter across: pixels across a cell, 1 or 2.
  package init(columns: Int, rows: Int, across: Int = 1) {
    self.across = across
    width = max(0, columns) * across
    height = max(0, rows) * 2
    pixels = Array(repeating: nil, count: width * height)
  }

  /// Drawing skips nil. Outside the canvas: nil, and writes do nothing.
  package subscript(x: Int, y: Int) -> Color? {
    get { x >= 0 && y >= 0 && x < width && y < height ? pixels[y * width + x] : nil }
    set { if x >= 0 && y >= 0 && x < width && y < height { pixels[y * width + x] = newValue } }
  }

  /// Draws into `grid`, the top left cell at (x, y). A cell of 2 × 2 pixels is drawn if all four
  /// have a colour. ASCII has no half blocks: it fills the cell with the mean.
  package func draw(
    into grid: inout CellGrid, x: Int, y: Int, glyphs: GlyphSet = .unicode
  ) {
    for row in 0..<height / 2 {
      for column in 0..<width / across {
        let start = 2 * row * width + across * column
        let cell: Cell?
        if across == 1 {
          cell = Self.cell(pixels[start], pixels[start + width], glyphs)
        } else if let a = pixels[start], let b = pixels[start + 1], let c = pixels[start + width],
          let d = pixels[start + width + 1]
        {
          cell = Self.cell(a, b, c, d)
        } else {
          cell = nil
        }
        if let cell { grid[x + column, y + row] = cell }
      }
    }
  }

  private static func cell(_ upper: Color?, _ lower: Color?, _ glyphs: GlyphSet) -> Cell? {
    switch (upper, lower) {
    case (nil, nil): nil
    case (let upper?, let lower?) where upper == lower || glyphs == .ascii:
      Cell(" ", Style(nil, on: upper.mixed(with: lower, 0.5)))
    case (let upper?, let lower?): Cell("▀", Style(upper, on: lower))
    case (let upper?, nil):
      glyphs == .ascii ? Cell(" ", Style(nil, on: upper)) : Cell("▀", Style(upper))
    case (nil, let lower?):
      glyphs == .ascii ? Cell(" ", Style(nil, on: lower)) : Cell("▄", Style(lower))
    }
  }

  /// The cell nearest to four colours: top left, top right, bottom left, bottom right.
  static func cell(_ a: Color, _ b: Color, _ c: Color, _ d: Color) -> Cell {
    if a == b, a == c, a == d { return Cell(" ", Style(nil, on: a)) }
    let samples = (a.samples, b.samples, c.samples, d.samples)
    let sum = samples.0 &+ samples.1 &+ samples.2 &+ samples.3
    var best = (gain: Int32.min, mask: 0, part: sum)
    // Minimizes the squared distances to the means of the two parts. The partition changes only
    // the term −(‖sum of one‖²/n + ‖sum of the other‖²/(4 − n)). The parts are interchangeable, so
    // the first pixel is always in the glyph's part.
    for mask in stride(from: 1, to: 16, by: 2) {
      var part = samples.0
      if mask & 2 != 0 { part &+= samples.1 }
      if mask & 4 != 0 { part &+= samples.2 }
      if mask & 8 != 0 { part &+= samples.3 }
      let count = Int32(mask.nonzeroBitCount)
      let rest = sum &- part
      // Times 12, to stay in integers.
      let gain =
        (part &* part).wrappedSum() &* (12 / count)
        &+ (count == 4 ? 0 : (rest &* rest).wrappedSum() &* (12 / (4 - count)))
      if gain > best.gain { best = (gain, mask, part) }
    }
    let count = Int32(best.mask.nonzeroBitCount)
    let ink = Color(mean: best.part, of: count)
    guard count < 4 else { return Cell(" ", Style(nil, on: ink)) }
    return Cell(
      Mosaic.quadrants[best.mask], Style(ink, on: Color(mean: sum &- best.part, of: 4 - count)))
  }
}

extension Color {
  fileprivate var samples: SIMD4<Int32> { SIMD4(Int32(red), Int32(green), Int32(blue), 0) }

  fileprivate init(mean sum: SIMD4<Int32>, of count: Int32) {
    let half = count / 2
    self.init(
      UInt8((sum.x + half) / count), UInt8((sum.y + half) / count), UInt8((sum.z + half) / count))
  }
}
