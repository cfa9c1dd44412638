import Canvas
import NeuralODE

/// The bottom line: the command line, or the last message and as many useful keys as fit.
struct StatusLine {
  let state: DuelState
  let look: Look

  func draw(into screen: inout Composition, in rect: Rect) {
    if let lines = answer(in: rect) {
      // An answer too long to fit behind the command is shown above it, over the screen.
      let box = Rect(x: rect.x, y: rect.y - lines.count, width: rect.width, height: lines.count)
      screen.cover(box) { grid in
        grid.fill(box, with: Cell(" ", Style(look.theme.text, on: look.theme.bar)))
        var bad = Style(look.theme.bad, on: look.theme.bar, bold: true)
        bad.isReversed = look.theme.isMono
        for (offset, line) in lines.enumerated() {
          grid.write(line, x: box.x + 1, y: box.y + offset, style: bad)
        }
      }
    }
    draw(into: &screen.grid, in: rect)
  }

  /// The visible end of the command, and the column where its answer can begin.
  private func used(_ palette: Palette, _ rect: Rect) -> (shown: String, end: Int) {
    // Show the end of a long line, which is being typed.
    let room = rect.width - 4
    let shown = String(palette.text.suffix(max(1, room * 2 / 3)))
    return (shown, rect.x + 1 + 1 + TextRow.width(of: shown) + 2)
  }

  /// Why a command was refused, in lines, if that is too long to fit behind it.
  private func answer(in rect: Rect) -> [String]? {
    guard let palette = state.overlays.palette, let error = palette.error,
      TextRow.width(of: error) > rect.maxX - used(palette, rect).end - 1
    else { return nil }
    return CellGrid.wrap(error, width: rect.width - 2).suffix(max(0, rect.y))
  }

  private func draw(into grid: inout CellGrid, in rect: Rect) {
    var bar = Style(look.theme.dim, on: look.theme.bar)
    bar.isReversed = look.theme.isMono
    grid.fill(rect, with: Cell(" ", bar))
    var key = bar
    key.foreground = look.theme.text
    key.isBold = true
    var x = rect.x + 1
    if let palette = state.overlays.palette {
      drawPalette(palette, into: &grid, in: rect, key)
      return
    }
    if let message = state.overlays.message {
      var style = key
      style.foreground = look.theme.highlight
      x += grid.write(message, x: x, y: rect.y, style: style, maxWidth: rect.width - 2)
      x += 3
    }
    for item in items {
      let width = TextRow.width(of: item.keys) + 1 + TextRow.width(of: item.hint)
      guard x + width <= rect.maxX - 1 else { return }
      x += grid.write(item.keys, x: x, y: rect.y, style: key) + 1
      x += grid.write(item.hint, x: x, y: rect.y, style: bar) + 2
    }
  }

  /// The command being typed, followed by the error or the completions.
  private func drawPalette(
    _ palette: Palette, into grid: inout CellGrid, in rect: Rect, _ style: Style
  ) {
    var dim = style
    dim.foreground = look.theme.dim
    dim.isBold = false
    let (shown, x) = used(palette, rect)
    grid.write(":" + shown, x: rect.x + 1, y: rect.y, style: style)
    grid.put(Glyph.block, x: x - 2, y: rect.y, style: style)
    if let error = palette.error {
      var bad = style
      bad.foreground = look.theme.bad
      // A longer error is shown above.
      if answer(in: rect) == nil {
        grid.write(error, x: x, y: rect.y, style: bad)
      }
      return
    }
    let words = CommandLine.completions(of: palette.stem ?? palette.text, state).map {
      $0.split(separator: " ").last.map(String.init) ?? $0
    }
    let hint =
      words.isEmpty
      ? CommandLine.hint(for: palette.text) ?? "Enter: run; Esc: cancel"
      : "Tab: " + words.prefix(40).joined(separator: " ")
    grid.write(hint, x: x, y: rect.y, style: dim, maxWidth: rect.maxX - x - 1)
  }

  /// Keys and hints from the action table; opposites share an entry.
  private var items: [KeyHint] {
    let published = DatasetKind.named.filter { $0.isPublished && $0.key != nil }.map(Action.data)
    let groups: [([Action], String?)] = [
      ([.pause], state.playback.isPaused ? "run" : nil), ([.tempoDown, .tempoUp], "tempo"),
      ([.timeBack, .timeForward], "time"), ([.nextView], nil), ([.nextFocus], nil),
      ([.dimensionsDown, .dimensionsUp], "dimensions -/+"),
      ([.settings], nil), ([.explain], nil), (published, "data"),
      ([.restart], nil), ([.newSeed], nil), ([.momentBack, .momentForward], "rewind"),
      ([.probe], nil), ([.big], nil), ([.palette], nil), ([.step], nil),
      ([.turnLeft, .turnRight], "turn"), ([.autoTurn], nil), ([.sweep], nil),
      ([.zoomIn, .zoomOut], "zoom"), ([.projection], nil), ([.mouse], nil),
    ]
    // While a demo plays, its keys are first; the duel's keys that it uses are left out.
    let taken: [Action] = state.strip.demoKeys == nil ? [] : [.pause, .explain, .momentBack]
    return (state.strip.demoKeys ?? []) + state.strip.ownKeys
      + groups.filter { !taken.contains($0.0[0]) }.compactMap { actions, hint in
        guard let first = actions.first else { return nil }
        let keys = actions.map { ActionTable.key($0, look.glyphs) }
        let isShort = keys.allSatisfy { $0.count == 1 }
        return KeyHint(
          keys.joined(separator: isShort ? " " : "/"), hint ?? first.hint ?? first.name)
      }
  }
}
