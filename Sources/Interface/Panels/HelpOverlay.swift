import Canvas
import NeuralODE

/// Every action with its keys, from the action table.
struct HelpOverlay {
  let scroll: Int
  let look: Look

  private enum Row {
    case heading(String)
    case action(Action)
    case blank
  }

  private static let rows: [Row] = {
    var rows: [Row] = []
    for group in Action.Group.allCases {
      if !rows.isEmpty { rows.append(.blank) }
      rows.append(.heading(group.rawValue))
      rows += ActionTable.all.filter { $0.group == group }.map { .action($0) }
    }
    return rows
  }()

  private static let columnWidth = 65

  /// The width of the box, its columns, their visible rows, the rows of the longer column, and the
  /// table's row that begins the second.
  private static func arrangement(
    width: Int, height: Int
  ) -> (width: Int, columns: Int, visible: Int, longest: Int, second: Int) {
    let columns = width >= 2 * columnWidth + 8 ? 2 : 1
    let rows = Self.rows
    // The second column begins with the heading that makes both most nearly equal.
    func longest(_ second: Int) -> Int { max(second, rows.count - second) }
    let headings = rows.indices.filter { index in
      if case .heading = rows[index] { return true } else { return false }
    }
    let half = headings.min { longest($0) < longest($1) }
    let second = columns == 2 ? half ?? rows.count : rows.count
    let visible = max(1, min(longest(second), height - 6))
    return (
      min(width, columns * columnWidth + 6), columns, visible, longest(second), second
    )
  }

  static func visibleRows(width: Int, height: Int) -> Int {
    arrangement(width: width, height: height).visible
  }

  static func lastScroll(width: Int, height: Int) -> Int {
    let arrangement = arrangement(width: width, height: height)
    return max(0, arrangement.longest - arrangement.visible)
  }

  func draw(into screen: inout Composition) {
    let (boxWidth, columns, visible, longest, second) = Self.arrangement(
      width: screen.grid.width, height: screen.grid.height)
    let height = min(screen.grid.height, visible + 4)
    guard boxWidth >= 30, height >= 5 else { return }
    let last = max(0, longest - visible)
    let start = min(max(0, scroll), last)
    let close = "\(ActionTable.key(.close)) closes"
    let up = ActionTable.key(.tiltUp, look.glyphs)
    let down = ActionTable.key(.tiltDown, look.glyphs)
    let foot =
      last > 0
      ? " \(start + 1)-\(start + visible) of \(longest)  \(up) \(down) scroll  \(close) "
      : " \(close) "
    look.box(over: &screen, width: boxWidth, height: height, title: "keys", foot: foot) {
      grid, box in
      let inner = box.inset(3, 2)
      let width = columns == 2 ? inner.width / 2 : inner.width
      for column in 0..<columns {
        for line in 0..<visible {
          let index = start + line + column * second
          let limit = column == 0 ? second : Self.rows.count
          guard index < limit, index < Self.rows.count else { continue }
          draw(
            Self.rows[index], into: &grid, x: inner.x + column * (width + 1), y: inner.y + line,
            width: width - 1)
        }
      }
    }
  }

  private func draw(_ row: Row, into grid: inout CellGrid, x: Int, y: Int, width: Int) {
    switch row {
    case .blank: break
    case .heading(let text):
      var style = Style(look.theme.title, bold: true)
      style.isUnderlined = look.theme.isMono
      grid.write(text, x: x, y: y, style: style, maxWidth: width)
    case .action(let entry):
      let keys = entry.keys.map { $0.label(look.glyphs) }.joined(separator: " ")
      grid.write(keys, x: x, y: y, style: Style(look.theme.highlight, bold: true), maxWidth: 9)
      let used = grid.write(entry.help, x: x + 10, y: y, style: look.text, maxWidth: width - 10)
      if let mouse = entry.mouse, used + 19 + mouse.count <= width {
        grid.write(
          "mouse: \(mouse)", x: x + 12 + used, y: y, style: look.dim, maxWidth: width - 12 - used)
      }
    }
  }
}
