import CellGraphics

/// Cells next to each other in a row that have to be written.
struct CellRun: Equatable {
  let row: Int
  let column: Int
  let count: Int
}

/// What a screen shows, and what has to be written for it to show something else.
///
/// Pure: it knows nothing of curses, so that tests need no terminal.
struct ScreenDiff {
  /// Columns of the screen.
  private(set) var width: Int
  /// Rows of the screen.
  private(set) var height: Int
  /// What is shown, by row.
  private(set) var shown: [ScreenCell]
  /// The grid it was made from: equal grids cost one comparison.
  private var grid: CellGrid?

  /// A blank screen.
  init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    shown = Array(repeating: .blank, count: self.width * self.height)
  }

  /// The cell shown at (column, row).
  subscript(column: Int, row: Int) -> ScreenCell { shown[row * width + column] }

  /// Takes over a grid of any size (clipped, or padded with blanks) and returns the runs of cells
  /// that changed, by row.
  ///
  /// - Complexity: O(width · height) comparisons; cells are encoded only where the grid differs
  ///   from the last one.
  mutating func update(to next: CellGrid, _ encoder: CellEncoder) -> [CellRun] {
    if grid == next { return [] }
    var runs: [CellRun] = []
    let last = grid.flatMap { $0.width == next.width && $0.height == next.height ? $0.cells : nil }
    for row in 0..<height {
      var start: Int?
      for column in 0..<width {
        var changed = false
        let inside = row < next.height && column < next.width
        let source = row * next.width + column
        if !inside || last == nil || last?[source] != next.cells[source] {
          let cell = inside ? encoder.encode(next.cells[source]) : .blank
          let target = row * width + column
          if shown[target] != cell {
            shown[target] = cell
            changed = true
          }
        }
        if changed {
          start = start ?? column
        } else if let first = start {
          runs.append(CellRun(row: row, column: first, count: column - first))
          start = nil
        }
      }
      if let first = start {
        runs.append(CellRun(row: row, column: first, count: width - first))
      }
    }
    grid = next
    return runs
  }

  /// Every cell that is not blank: what to write on an erased screen of this content.
  var everything: [CellRun] {
    (0..<height).map { CellRun(row: $0, column: 0, count: width) }.filter { $0.count > 0 }
  }
}
