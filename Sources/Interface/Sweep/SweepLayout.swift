import CellGraphics

/// Where cells stand: as many as fit, the row of the chosen one among them.
struct SweepLayout {
  /// The smallest screen.
  static let minimum = (width: 80, height: 24)
  /// The smallest cell.
  static let cell = (width: 26, height: 11)

  let columns: Int
  private(set) var cells: [(index: Int, rect: Rect)] = []
  /// Are there more than fit?
  let isScrolled: Bool

  init(count: Int, width: Int, height: Int, selection: Int) {
    let room = (
      width: max(1, width / Self.cell.width), height: max(1, (height - 2) / Self.cell.height)
    )
    // Rows of even length: 4 cells are two rows of two where three are all that fit in one.
    let rowsNeeded = (count + room.width - 1) / room.width
    columns = max(1, min(room.width, (count + rowsNeeded - 1) / max(1, rowsNeeded)))
    let rows = (count + columns - 1) / columns
    let shown = min(rows, room.height)
    isScrolled = rows > shown
    let row = selection / columns
    let top = min(max(0, row - shown / 2), rows - shown)
    let cellWidth = width / columns
    let cellHeight = (height - 2) / max(1, shown)
    for index in top * columns..<min(count, (top + shown) * columns) {
      cells.append(
        (
          index,
          Rect(
            x: index % columns * cellWidth, y: 1 + (index / columns - top) * cellHeight,
            width: cellWidth, height: cellHeight)
        ))
    }
  }
}
