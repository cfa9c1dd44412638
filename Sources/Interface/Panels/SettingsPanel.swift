import Canvas
import NeuralODE

/// Every setting with its value, and the cursor. Without room for a panel it is an overlay, while it
/// has the focus.
struct SettingsPanel {
  let state: DuelState
  let look: Look

  /// In columns.
  private static let nameWidth = 11

  enum Line: Equatable {
    case setting(String)
    case legend(Float)
    case classes
    case function
    case blank
  }

  static func overlayRect(width: Int, height: Int) -> Rect {
    let size = (width: min(width, 38), height: max(3, height - 2))
    return Rect(x: width - size.width, y: 1, width: size.width, height: size.height)
  }

  /// Rows at the foot, for the effect of a change, or an error.
  private static let footRows = 2

  /// At most `rows` lines. If they do not fit, blank ones are dropped first; then the list scrolls
  /// to show the cursor.
  private static func lines(_ state: DuelState, _ runs: SideRuns, rows: Int) -> [Line] {
    var lines: [Line]
    switch state.problem.screen.legend {
    case .numbers: lines = [.classes]
    case .signs: lines = [.legend(1), .legend(-1)]
    case .none: lines = state.problem.target == .number ? [.function] : []
    }
    var group: SettingGroup?
    for setting in state.shownSettings(runs) {
      if setting.group != group, !lines.isEmpty { lines.append(.blank) }
      group = setting.group
      lines.append(.setting(setting.name))
    }
    while lines.count > rows, let blank = lines.lastIndex(of: .blank) { lines.remove(at: blank) }
    guard lines.count > rows, rows > 0 else { return lines }
    let selected = lines.firstIndex(of: .setting(state.selectedSetting?.name ?? "")) ?? 0
    let start = min(max(0, selected - rows / 2), lines.count - rows)
    return Array(lines[start..<start + rows])
  }

  private static func inner(_ rect: Rect) -> Rect { rect.inset(2, 1) }

  /// The setting at a cell of the panel, and the side of the value there; nil over the name.
  static func place(
    at x: Int, _ y: Int, in rect: Rect, _ state: DuelState
  ) -> (name: String, side: Side?)? {
    let inner = inner(rect)
    let rows = inner.height - footRows
    let lines = lines(state, SideRuns(state.setup), rows: rows)
    guard lines.indices.contains(y - inner.y), y - inner.y < rows,
      case .setting(let name) = lines[y - inner.y]
    else { return nil }
    let half = (inner.width - nameWidth) / 2
    guard x >= inner.x + nameWidth else { return (name, nil) }
    return (name, x < inner.x + nameWidth + half ? .left : .right)
  }

  func draw(into grid: inout CellGrid, in rect: Rect) {
    let isFocused = state.navigation.focus == .settings
    grid.fill(rect, with: Cell(" ", Style(look.theme.text, on: look.theme.background)))
    look.frame(rect, title: "settings", color: look.theme.text, isFocused: isFocused, in: &grid)
    let inner = Self.inner(rect)
    guard inner.width >= 16, inner.height > Self.footRows else { return }
    let rows = inner.height - Self.footRows
    let runs = SideRuns(state.setup)
    for (offset, line) in Self.lines(state, runs, rows: rows).enumerated() {
      draw(line, runs, into: &grid, inner, inner.y + offset, isFocused)
    }
    drawFoot(into: &grid, inner, isFocused)
  }

  private func draw(
    _ line: Line, _ runs: SideRuns, into grid: inout CellGrid, _ inner: Rect, _ y: Int,
    _ isFocused: Bool
  ) {
    switch line {
    case .blank: break
    case .legend(let label):
      grid.put(
        look.classMark(label), x: inner.x, y: y,
        style: Style(look.theme.classColor(label), bold: true))
      let names = state.setup.data.signNames
      let text =
        (label > 0 ? "+1  " : "\u{2212}1  ") + (label > 0 ? names.positive : names.negative)
      grid.write(text, x: inner.x + 2, y: y, style: look.text, maxWidth: inner.width - 2)
    case .classes:
      var x = inner.x
      for (number, name) in state.setup.data.classNames.enumerated() {
        guard x + TextRow.width(of: name) <= inner.maxX else { break }
        let color = look.theme.classColor(number: number)
        x += 1 + grid.write(name, x: x, y: y, style: Style(color, bold: true))
      }
    case .function:
      let data = state.setup.data
      grid.write(
        data.isOwn ? "a number from \(data.name)" : data.summary, x: inner.x, y: y,
        style: look.text, maxWidth: inner.width)
    case .setting(let name):
      guard let setting = SettingTable.named(name) else { return }
      let isSelected = isFocused && state.selectedSetting?.name == name
      var label = isSelected ? look.bold : look.dim
      label.isUnderlined = isSelected && look.theme.isMono
      grid.write(setting.label, x: inner.x, y: y, style: label, maxWidth: Self.nameWidth - 1)
      drawValues(setting, runs, into: &grid, inner, y, isSelected)
    }
  }

  private func drawValues(
    _ setting: Setting, _ runs: SideRuns, into grid: inout CellGrid, _ inner: Rect, _ y: Int,
    _ isSelected: Bool
  ) {
    let x = inner.x + Self.nameWidth
    let width = inner.width - Self.nameWidth
    let typed = isSelected ? state.navigation.cursor.typed : nil
    var chosen = Style(look.theme.background, on: look.theme.highlight, bold: true)
    if look.theme.isMono { chosen = Style(nil, bold: true) }
    chosen.isReversed = look.theme.isMono
    func text(_ side: Side) -> String {
      guard setting.isRelevant(state, side, runs) else { return "\u{2013}" }
      if let typed, state.selectedSide == side { return typed + "_" }
      return setting.shortText(setting.get(state, side, runs))
    }
    let values = (left: text(.left), right: text(.right))
    if !setting.isOfSide || (values.left == values.right && typed == nil) {
      let shown = setting.isOfSide && typed == nil ? values.left : text(.left)
      let used = grid.write(
        shown, x: x, y: y, style: isSelected ? chosen : look.text, maxWidth: width)
      // A count that is cut is another count.
      let note = setting.note(state, .left, runs)
      if TextRow.width(of: note) < width - used {
        grid.write(note, x: x + used + 1, y: y, style: look.dim)
      }
      return
    }
    let half = width / 2
    for side in Side.allCases {
      let style =
        isSelected && state.selectedSide == side
        ? chosen : Style(look.color(state.setup[side].family, side) ?? look.theme.text)
      grid.write(
        side == .left ? values.left : values.right, x: side == .left ? x : x + half, y: y,
        style: style, maxWidth: side == .left ? half - 1 : width - half)
    }
  }

  private func drawFoot(into grid: inout CellGrid, _ inner: Rect, _ isFocused: Bool) {
    let y = inner.maxY - Self.footRows
    var lines: [(String, Style)] = []
    if let error = state.navigation.cursor.error, isFocused {
      lines = CellGrid.wrap(error, width: inner.width).prefix(Self.footRows).map {
        ($0, Style(look.theme.bad, bold: true))
      }
    } else if isFocused {
      let arrows = look.glyphs == .unicode ? "\u{2190}\u{2192} change" : "left/right change"
      let keys =
        state.navigation.cursor.typed == nil ? "\(arrows)  Enter type" : "Enter: set, Esc: cancel"
      lines = [(state.consequence, look.text), (keys, look.dim)]
    } else {
      let key = ActionTable.key(.settings)
      lines = [("", look.dim), ("\(key) changes them", look.dim)]
    }
    for (offset, line) in lines.enumerated() {
      grid.write(line.0, x: inner.x, y: y + offset, style: line.1, maxWidth: inner.width)
    }
  }
}
