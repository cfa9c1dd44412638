import Canvas

/// Adjacent cells of a row to write.
struct CellRun: Equatable {
  let row: Int
  let column: Int
  let count: Int
}

/// Finds the cells that look different between frames. Does not use curses, so tests need no terminal.
struct ScreenDiff {
  private(set) var width: Int
  private(set) var height: Int
  /// Row by row.
  private(set) var shown: [ScreenCell]
  /// The last grid; an equal one needs no further comparison.
  private var grid: CellGrid?
  /// nil where every difference of colours is visible.
  private var tolerance: ColorTolerance?

  init(width: Int, height: Int, tolerance: ColorTolerance? = nil) {
    self.tolerance = tolerance
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
          if shown[target] != cell,
            shown[target].glyph != cell.glyph || !areAlike(shown[target].pen, cell.pen)
          {
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

  /// The cells of these rectangles, to write again.
  func cells(in rects: [Rect]) -> [CellRun] {
    rects.flatMap { rect in
      let (left, right) = (max(0, rect.x), min(rect.maxX, width))
      return (max(0, rect.y)..<max(0, rect.y, min(rect.maxY, height))).compactMap {
        left < right ? CellRun(row: $0, column: left, count: right - left) : nil
      }
    }
  }

  /// Whether no eye tells what these pens write apart.
  mutating func areAlike(_ a: Pen, _ b: Pen) -> Bool {
    a.attributes == b.attributes && areAlike(a.foreground, b.foreground)
      && areAlike(a.background, b.background)
  }

  private mutating func areAlike(_ a: Int, _ b: Int) -> Bool {
    if a == b { return true }
    // Below 8 are the palette's colours and the terminal's own.
    guard a >= 8, b >= 8 else { return false }
    return tolerance?.areAlike(UInt32(a), UInt32(b)) ?? false
  }

  /// A cell was written with a pen that suits it, or looks the same.
  mutating func paint(_ place: Int, _ pen: Pen) { shown[place].paint(pen) }
}

/// A cell as the terminal shows it. Differences that the terminal cannot show compare equal and
/// cause no output.
struct ScreenCell: Hashable {
  /// Glyph (21 bits) and attributes (3 bits).
  private let bits: UInt32
  /// Palette index, or 0xRRGGBB for 24-bit terminals; -1 is the terminal's own colour.
  private var front: Int32
  private var back: Int32

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
  var pen: Pen { Pen(foreground: foreground, background: background, attributes: attributes) }
  /// Whether it shows nothing but its background.
  var isBlank: Bool { glyph == 0x20 && attributes & (Self.reversed | Self.underlined) == 0 }

  fileprivate mutating func paint(_ pen: Pen) {
    if !isBlank { front = Int32(pen.foreground) }
    back = Int32(pen.background)
  }

  static let bold: UInt64 = 1
  static let reversed: UInt64 = 2
  static let underlined: UInt64 = 4
}
