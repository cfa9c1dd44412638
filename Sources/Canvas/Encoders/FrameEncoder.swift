/// Encodes successive grids as output for a terminal.
///
/// The first frame, a frame of another size and a requested one clear the screen and draw
/// everything; others write only the changes. The output relies only on ECMA-48 and xterm's
/// colours: no REP, and no assumption about the cursor after a glyph in the last column, where
/// terminals differ.
package struct FrameEncoder: Sendable {
  private var rendition: RenditionEncoder
  private var width = -1
  private var height = -1
  /// The terminal's cells, row by row.
  private var shown: [Shown] = []
  private var pen = Pen()
  /// The terminal's cursor; nil after a glyph in the last column.
  private var cursor: (x: Int, y: Int)?

  /// A cell as sent: cells that look the same at this depth are equal.
  private struct Shown: Equatable {
    var glyph: Unicode.Scalar = " "
    var pen = Pen()
    /// 2 for a wide glyph, 0 for the cell it covers.
    var columns: UInt8 = 1
  }

  package init(depth: ColorDepth = .indexed) {
    rendition = RenditionEncoder(depth)
  }

  /// The output that turns the last frame into `grid`; empty if they are equal.
  ///
  /// - Parameter isFull: clear the screen and draw everything.
  package mutating func encode(_ grid: CellGrid, isFull: Bool = false) -> String {
    var text = ""
    if isFull || grid.width != width || grid.height != height {
      width = grid.width
      height = grid.height
      shown = Array(repeating: Shown(), count: width * height)
      pen = Pen()
      cursor = (0, 0)
      // Reset the pen first, since erasing uses its background; reset margins and origin, since a
      // player can join in the middle; hide the cursor, which would run over the picture.
      text += "\u{1B}[0m\u{1B}[r\u{1B}[?6l\u{1B}[?25l\u{1B}[H\u{1B}[2J"
    }
    for y in 0..<height { encodeRow(y, of: grid, into: &text) }
    return text
  }

  /// Leaves the terminal usable after the last frame: resets the pen and shows the cursor in the
  /// last row and column, where it hides the least of a player's last picture.
  package var ending: String {
    "\u{1B}[0m\u{1B}[\(max(1, height));\(max(1, width))H\u{1B}[?25h"
  }

  private mutating func encodeRow(_ y: Int, of grid: CellGrid, into text: inout String) {
    var x = 0
    while x < width {
      let new = look(x, y, in: grid)
      let index = y * width + x
      let isWide = new.columns == 2
      let right = Shown(glyph: " ", pen: new.pen, columns: 0)
      if shown[index] == new, !isWide || shown[index + 1] == right {
        x += isWide ? 2 : 1
        continue
      }
      move(to: x, y, in: grid, into: &text)
      text += rendition.change(from: pen, to: new.pen)
      pen = new.pen
      text.unicodeScalars.append(new.glyph)
      if isWide { put(right, at: index + 1, y) }
      put(new, at: index, y)
      x += isWide ? 2 : 1
      cursor = x < width ? (x, y) : nil
    }
  }

  /// Records a written cell. A glyph over the left half of a wide one also erases the right half,
  /// and terminals differ in what remains.
  private mutating func put(_ cell: Shown, at index: Int, _ y: Int) {
    if shown[index].columns == 2, index + 1 < (y + 1) * width, shown[index + 1].columns == 0,
      cell.columns != 2
    {
      // 3 matches no cell of a grid, so the cell is drawn again.
      shown[index + 1].columns = 3
    }
    shown[index] = cell
  }

  /// Moves the cursor by the shortest sequence.
  private mutating func move(to x: Int, _ y: Int, in grid: CellGrid, into text: inout String) {
    defer { cursor = (x, y) }
    if let cursor, cursor.y == y {
      let distance = x - cursor.x
      if distance == 0 { return }
      // Writing a few cells in the same pen again is shorter than a jump.
      if (1...3).contains(distance), (cursor.x..<x).allSatisfy({ isPlain($0, y) }) {
        for column in cursor.x..<x { text.unicodeScalars.append(shown[y * width + column].glyph) }
        return
      }
      if distance > 0 {
        text += distance == 1 ? "\u{1B}[C" : "\u{1B}[\(distance)C"
        return
      }
    }
    if x == 0 {
      text += y == 0 ? "\u{1B}[H" : "\u{1B}[\(y + 1)H"
    } else {
      text += "\u{1B}[\(y + 1);\(x + 1)H"
    }
  }

  private func isPlain(_ x: Int, _ y: Int) -> Bool {
    let cell = shown[y * width + x]
    return cell.columns == 1 && cell.pen == pen && cell.glyph.value < 0x80
  }

  /// A cell as sent. Control characters would move the cursor, and a glyph of no width, or a wide
  /// one without room, would shift the rest of the row: these become "?".
  private mutating func look(_ x: Int, _ y: Int, in grid: CellGrid) -> Shown {
    let cell = grid[x, y]
    var result = Shown(glyph: cell.glyph, pen: rendition.pen(cell.style))
    let value = cell.glyph.value
    if value >= 0x20 && value < 0x7F || value >= 0x2500 && value < 0x2600 { return result }
    switch TextRow.columns(of: cell.glyph) {
    case 1: break
    case 2 where grid.isWide(x, y): result.columns = 2
    default: result.glyph = "?"
    }
    return result
  }
}
