/// A raster of 1 × 2 pixels a cell, each of its own colour: for maps. A pixel is nearly square.
package struct HalfBlockCanvas: Sendable {
  /// Columns of pixels, one a cell.
  package let width: Int
  /// Rows of pixels, two a cell.
  package let height: Int
  private var pixels: [Color?]

  /// A canvas of columns × rows cells, without colour.
  package init(columns: Int, rows: Int) {
    width = max(0, columns)
    height = max(0, rows) * 2
    pixels = Array(repeating: nil, count: width * height)
  }

  /// The colour at a pixel; nil leaves what is there. Outside the canvas nil, and writes do
  /// nothing.
  package subscript(x: Int, y: Int) -> Color? {
    get { x >= 0 && y >= 0 && x < width && y < height ? pixels[y * width + x] : nil }
    set { if x >= 0 && y >= 0 && x < width && y < height { pixels[y * width + x] = newValue } }
  }

  /// Puts the pixels into `grid` with the top left one in cell (x, y). Where there are no half
  /// blocks a cell is filled with the mean of its two pixels.
  package func draw(into grid: inout CellGrid, x: Int, y: Int, glyphs: GlyphSet) {
    for row in 0..<height / 2 {
      for column in 0..<width {
        let upper = pixels[2 * row * width + column]
        let lower = pixels[(2 * row + 1) * width + column]
        let cell: Cell
        switch (upper, lower) {
        case (nil, nil): continue
        case (let upper?, let lower?) where upper == lower || glyphs == .ascii:
          cell = Cell(" ", Style(nil, on: upper.mixed(with: lower, 0.5)))
        case (let upper?, let lower?): cell = Cell("▀", Style(upper, on: lower))
        case (let upper?, nil):
          cell = glyphs == .ascii ? Cell(" ", Style(nil, on: upper)) : Cell("▀", Style(upper))
        case (nil, let lower?):
          cell = glyphs == .ascii ? Cell(" ", Style(nil, on: lower)) : Cell("▄", Style(lower))
        }
        grid[x + column, y + row] = cell
      }
    }
  }
}
