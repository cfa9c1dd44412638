/// A screen as a value: width × height cells, row by row. Whatever is drawn outside it is clipped.
package struct CellGrid: Sendable, Equatable {
  /// Columns.
  package let width: Int
  /// Rows.
  package let height: Int
  /// Cells by row; always width × height of them.
  package internal(set) var cells: [Cell]

  /// A grid of blank cells.
  package init(width: Int, height: Int, fill: Cell = Cell()) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = Array(repeating: fill, count: self.width * self.height)
  }

  /// All of it.
  package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  /// The cell at (column, row); outside the grid a blank, and writes there do nothing.
  package subscript(x: Int, y: Int) -> Cell {
    get { x >= 0 && x < width && y >= 0 && y < height ? cells[y * width + x] : Cell() }
    set { if x >= 0 && x < width && y >= 0 && y < height { cells[y * width + x] = newValue } }
  }

  /// Fills the part of `rect` that lies within the grid.
  package mutating func fill(_ rect: Rect, with cell: Cell) {
    for y in max(0, rect.y)..<max(0, rect.y, min(height, rect.maxY)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(width, rect.maxX)) {
        cells[y * width + x] = cell
      }
    }
  }
}
