import Canvas

/// The places of the cells: as many rows as fit, including that of the chosen cell.
struct SweepLayout {
  static let minimum = (width: 80, height: 24)
  static let cell = (width: 26, height: 11)

  let columns: Int
  private(set) var cells: [(index: Int, rect: Rect)] = []
  let isScrolled: Bool

  init(count: Int, width: Int, height: Int, selection: Int) {
    let room = (
      width: max(1, width / Self.cell.width), height: max(1, (height - 2) / Self.cell.height)
    )
    // Rows of equal length: if three cells fit in a row, 4 cells make two rows of two.
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

/// The places of a small multiple's picture and its two charts: the picture is above the charts if
/// it is larger there, and otherwise to their left.
struct SweepCellLayout: Equatable {
  let picture: Rect
  let nfe: Rect
  let loss: Rect

  /// The least rows of a chart below a picture: title, curve and epochs.
  private static let chartRows = 6
  /// The least columns of a chart beside another.
  private static let chartColumns = 12

  /// The layout within a cell's frame.
  init(_ inner: Rect) {
    let side = max(8, inner.width / 2 - 1)
    // A character is twice as high as wide, so a square has half as many rows as columns.
    let rows = min((inner.width + 1) / 2, inner.height - Self.chartRows)
    let isAbove =
      2 * rows > min(side, 2 * inner.height) && (inner.width - 1) / 2 >= Self.chartColumns
    guard isAbove else {
      picture = Rect(x: inner.x, y: inner.y, width: side, height: inner.height)
      let right = Rect(
        x: inner.x + side + 1, y: inner.y, width: inner.width - side - 1, height: inner.height)
      (nfe, loss) = Self.stacked(right)
      return
    }
    picture = Rect(x: inner.x, y: inner.y, width: inner.width, height: rows)
    let below = Rect(
      x: inner.x, y: inner.y + rows, width: inner.width, height: inner.height - rows)
    guard below.height < 2 * Self.chartRows else {
      (nfe, loss) = Self.stacked(below)
      return
    }
    let width = (below.width - 1) / 2
    nfe = Rect(x: below.x, y: below.y, width: width, height: below.height)
    loss = Rect(x: below.maxX - width, y: below.y, width: width, height: below.height)
  }

  private static func stacked(_ rect: Rect) -> (Rect, Rect) {
    let half = rect.height / 2
    return (
      Rect(x: rect.x, y: rect.y, width: rect.width, height: half),
      Rect(x: rect.x, y: rect.y + half, width: rect.width, height: rect.height - half)
    )
  }
}
