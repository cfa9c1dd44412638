/// Turns successive grids into what a terminal has to be sent to show them.
///
/// The first frame, a frame of another size, and one that is asked for, clear the screen and draw
/// everything; any other writes what differs from the one before. The text supposes no more of a
/// terminal than ECMA-48 and xterm's colours: the cursor is placed absolutely, nothing is repeated
/// by REP, and nothing depends on what happens after a glyph in the last column, where terminals
/// differ.
package struct FrameEncoder: Sendable {
  /// Colours written.
  package var depth: ColorDepth { rendition.depth }

  private var rendition: RenditionEncoder
  private var width = -1
  private var height = -1
  /// What the terminal shows, by row.
  private var shown: [Shown] = []
  private var pen = Pen()
  /// Where the terminal's cursor stands; nil after a glyph in the last column.
  private var cursor: (x: Int, y: Int)?

  /// A cell as it is sent: cells that the depth cannot tell apart are equal, and cost nothing.
  private struct Shown: Equatable {
    var glyph: Unicode.Scalar = " "
    var pen = Pen()
    /// Columns the glyph takes; 0 for the cell that its left neighbour covers.
    var columns: UInt8 = 1
  }

  /// An encoder whose first frame is a full one.
  package init(depth: ColorDepth = .indexed) {
    rendition = RenditionEncoder(depth)
  }

  /// What changes the screen from the frame before to `grid`; empty when nothing does.
  ///
  /// - Parameter isFull: clear the screen and draw everything, whatever was there.
  package mutating func encode(_ grid: CellGrid, isFull: Bool = false) -> String {
    var text = ""
    if isFull || grid.width != width || grid.height != height {
      width = grid.width
      height = grid.height
      shown = Array(repeating: Shown(), count: width * height)
      pen = Pen()
      cursor = (0, 0)
      // The cursor is hidden, for it would run over the picture. An erased screen has the pen's
      // background: hence first the pen. Margins and origin may be anything when a player joins in
      // the middle.
      text += "\u{1B}[0m\u{1B}[r\u{1B}[?6l\u{1B}[?25l\u{1B}[H\u{1B}[2J"
    }
    for y in 0..<height { encodeRow(y, of: grid, into: &text) }
    return text
  }

  /// What leaves the terminal usable after the last frame: its own colours, and the cursor in the
  /// last row. It stands in the last column, since it stays in the last picture of whatever plays
  /// the recording, and there it hides the least.
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

  /// Notes what is shown now. A glyph put over the left half of a wide one erases the right half:
  /// what that leaves differs between terminals.
  private mutating func put(_ cell: Shown, at index: Int, _ y: Int) {
    if shown[index].columns == 2, index + 1 < (y + 1) * width, shown[index + 1].columns == 0,
      cell.columns != 2
    {
      // No grid has a glyph of three columns, so that it is drawn again.
      shown[index + 1].columns = 3
    }
    shown[index] = cell
  }

  /// Places the cursor, by the shortest of the ways there are.
  private mutating func move(to x: Int, _ y: Int, in grid: CellGrid, into text: inout String) {
    defer { cursor = (x, y) }
    if let cursor, cursor.y == y {
      let distance = x - cursor.x
      if distance == 0 { return }
      // A few cells of the same pen are sooner written than jumped over.
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

  /// A cell as it is sent: a control character would move the cursor, and a glyph of no columns, or
  /// of two where there is room for one, would shift the rest of its row.
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
