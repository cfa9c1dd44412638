/// The bottom line: the keys worth knowing, as many as fit, or the answer to the last action.
struct StatusLine {
  let state: DuelState
  let look: Look

  func draw(into grid: inout CellGrid, in rect: Rect) {
    var bar = Style(look.theme.dim, on: look.theme.bar)
    bar.isReversed = look.theme.isMono
    grid.fill(rect, with: Cell(" ", bar))
    var key = bar
    key.foreground = look.theme.text
    key.isBold = true
    var x = rect.x + 1
    if let message = state.message {
      var style = key
      style.foreground = look.theme.highlight
      x += grid.write(
        message, x: x, y: rect.y, style: style, maxWidth: rect.width - 2, glyphs: look.glyphs)
      x += 3
    }
    for item in items {
      let width = TextRow.width(of: item.keys) + 1 + TextRow.width(of: item.hint)
      guard x + width <= rect.maxX - 1 else { return }
      x += grid.write(item.keys, x: x, y: rect.y, style: key, glyphs: look.glyphs) + 1
      x += grid.write(item.hint, x: x, y: rect.y, style: bar, glyphs: look.glyphs) + 2
    }
  }

  /// Keys with what they do; pairs of opposites share an entry. All of it is taken from the action table.
  private var items: [(keys: String, hint: String)] {
    let groups: [([Action], String?)] = [
      ([.pause], state.isPaused ? "run" : nil), ([.tempoDown, .tempoUp], "tempo"),
      ([.timeBack, .timeForward], "time"), ([.nextView], nil), ([.nextFocus], nil),
      ([.dimensionsDown, .dimensionsUp], "dimensions -/+"),
      ([.dataAnnulus, .dataFlip, .dataSines], "data"), ([.restart], nil), ([.newSeed], nil),
      ([.step], nil), ([.turnLeft, .turnRight], "turn"), ([.autoTurn], nil), ([.sweep], nil),
      ([.zoomIn, .zoomOut], "zoom"), ([.projection], nil), ([.mouse], nil),
    ]
    return groups.compactMap { actions, hint in
      guard let first = actions.first, let entry = ActionTable.entry(first) else { return nil }
      let keys = actions.map { ActionTable.key($0, look.glyphs) }
      let isShort = keys.allSatisfy { $0.count == 1 }
      return (keys.joined(separator: isShort ? " " : "/"), hint ?? entry.hint ?? entry.name)
    }
  }
}
