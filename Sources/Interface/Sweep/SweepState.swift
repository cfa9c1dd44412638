/// What a person has chosen on the sweep's screen.
public struct SweepState: Sendable, Equatable {
  /// The cell that is chosen.
  public private(set) var selection = 0
  /// Is it shown by itself?
  public private(set) var isZoomed = false
  /// The screen's size.
  public var width: Int
  /// See `width`.
  public var height: Int
  private let count: Int

  /// What became of an event.
  public enum Response: Sendable, Equatable {
    /// Nothing.
    case ignored
    /// The picture changed.
    case redraw
    /// The person wants to leave.
    case quit
  }

  /// The state before anything was pressed.
  public init(count: Int, width: Int, height: Int) {
    self.count = max(1, count)
    self.width = width
    self.height = height
  }

  /// Takes an event in.
  public mutating func handle(_ event: InputEvent) -> Response {
    switch event {
    case .resize(let width, let height):
      (self.width, self.height) = (width, height)
      return .redraw
    case .key(let key): return handle(key)
    case .mouse(let mouse):
      guard mouse.kind == .press, !isZoomed else { return .ignored }
      let layout = SweepLayout(count: count, width: width, height: height, selection: selection)
      guard let hit = layout.cells.first(where: { $0.rect.contains(mouse.x, mouse.y) }) else {
        return .ignored
      }
      if hit.index == selection { isZoomed = true } else { selection = hit.index }
      return .redraw
    }
  }

  private mutating func handle(_ key: Key) -> Response {
    let columns = SweepLayout(count: count, width: width, height: height, selection: selection)
      .columns
    switch key {
    case .character("q"), .control("c"): return .quit
    case .escape where isZoomed, .enter where isZoomed, .backspace where isZoomed: isZoomed = false
    case .enter: isZoomed = true
    case .left: select(selection - 1)
    case .right, .tab: select(selection + 1)
    case .up: select(isZoomed ? selection - 1 : selection - columns)
    case .down: select(isZoomed ? selection + 1 : selection + columns)
    case .home: select(0)
    case .end: select(count - 1)
    default: return .ignored
    }
    return .redraw
  }

  /// Stays where it is when there is no such cell.
  private mutating func select(_ index: Int) {
    if (0..<count).contains(index) { selection = index }
  }
}

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
