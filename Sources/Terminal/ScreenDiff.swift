import Canvas

/// Adjacent cells of a row to write.
struct CellRun: Equatable {
  let row: Int
  let column: Int
  let count: Int
}

/// Finds the cells that differ between frames. Does not use curses, so tests need no terminal.
struct ScreenDiff {
  private(set) var width: Int
  private(set) var height: Int
  /// Row by row.
  private(set) var shown: [ScreenCell]
  /// The last grid; an equal one needs no further comparison.
  private var grid: CellGrid?

  init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    shown = Array(repeating: .blank, count: self.width * self.height)
  }

  subscript(column: Int, row: Int) -> ScreenCell { shown[row * width + column] }

  /// Takes a grid of any size (clipped, or padded with blanks) and returns the runs that changed.
  /// Encodes only cells that differ from the last grid.
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

  /// Encodes every cell of the next grid again: the encoder has changed.
  mutating func forgetGrid() { grid = nil }

  /// All cells, to write on an erased screen.
  var everything: [CellRun] {
    (0..<height).map { CellRun(row: $0, column: 0, count: width) }.filter { $0.count > 0 }
  }
}

/// A cell as the terminal shows it. Differences that the terminal cannot show compare equal and
/// cause no output.
struct ScreenCell: Hashable {
  /// Glyph (21 bits) and attributes (3 bits).
  private let bits: UInt32
  /// Palette index, or 0xRRGGBB for 24-bit terminals; -1 is the terminal's own colour.
  private let front: Int32
  private let back: Int32

  init(glyph: UInt32, foreground: Int, background: Int, attributes: UInt64) {
    bits = glyph | UInt32(attributes) << 21
    front = Int32(foreground)
    back = Int32(background)
  }

  /// A cell of an erased screen.
  static let blank = ScreenCell(glyph: 0x20, foreground: -1, background: -1, attributes: 0)

  var glyph: UInt32 { bits & 0x1fffff }
  var foreground: Int { Int(front) }
  var background: Int { Int(back) }
  var attributes: UInt64 { UInt64(bits >> 21) }
  var isBold: Bool { attributes & Self.bold != 0 }
  var isReversed: Bool { attributes & Self.reversed != 0 }
  var isUnderlined: Bool { attributes & Self.underlined != 0 }

  static let bold: UInt64 = 1
  static let reversed: UInt64 = 2
  static let underlined: UInt64 = 4
}
