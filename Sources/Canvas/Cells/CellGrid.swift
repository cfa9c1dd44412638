/// A screen as a value: width × height cells. Drawing is clipped to it.
package struct CellGrid: Sendable, Equatable {
  package let width: Int
  package let height: Int
  /// Row by row; always width × height.
  package internal(set) var cells: [Cell]

  package init(width: Int, height: Int, fill: Cell = Cell()) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = Array(repeating: fill, count: self.width * self.height)
  }

  package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  /// Outside the grid: a blank, and writes do nothing.
  package subscript(x: Int, y: Int) -> Cell {
    get { x >= 0 && x < width && y >= 0 && y < height ? cells[y * width + x] : Cell() }
    set { if x >= 0 && x < width && y >= 0 && y < height { cells[y * width + x] = newValue } }
  }

  package mutating func fill(_ rect: Rect, with cell: Cell) {
    for y in max(0, rect.y)..<max(0, rect.y, min(height, rect.maxY)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(width, rect.maxX)) {
        cells[y * width + x] = cell
      }
    }
  }
}

// This program draws only glyphs one column wide. Recordings of other programs have wider ones: the
// glyph is in the left cell, and the right cell is a blank that the terminal covers with it.
extension CellGrid {
  /// Whether the glyph at (x, y) takes two columns and has the blank to its right.
  func isWide(_ x: Int, _ y: Int) -> Bool {
    guard self[x, y].glyph.value >= 0x1100, x + 1 < width, self[x + 1, y].glyph == " " else {
      return false
    }
    return TextRow.columns(of: self[x, y].glyph) == 2
  }

  /// Whether the cell at (x, y) is the right half of a wide glyph.
  package func isCovered(_ x: Int, _ y: Int) -> Bool {
    x > 0 && self[x, y].glyph == " " && isWide(x - 1, y)
  }
}

extension CellGrid {
  /// This grid as a terminal with fewer colours shows it (xterm's colours for the sixteen).
  package func quantized(to depth: ColorDepth) -> CellGrid {
    guard depth != .full else { return self }
    var result = self
    var known: [Color: Color] = [:]
    func reduced(_ color: Color?) -> Color? {
      guard let color, depth != .none else { return nil }
      if let found = known[color] { return found }
      let index = depth == .indexed ? color.xterm256 : color.ansi16
      let shown = Color.xterm(index)
      known[color] = shown
      return shown
    }
    for y in 0..<height {
      for x in 0..<width {
        result[x, y].style.foreground = reduced(self[x, y].style.foreground)
        result[x, y].style.background = reduced(self[x, y].style.background)
      }
    }
    return result
  }
}
