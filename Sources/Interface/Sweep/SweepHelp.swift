import Canvas

/// The keys of a sweep, in its status line and its help.
extension SweepPainter {
  private var arrows: String {
    glyphs == .ascii ? "arrows" : "\u{2190}\u{2191}\u{2193}\u{2192}"
  }

  private func keys(isNested: Bool) -> [(keys: String, help: String)] {
    [
      (arrows, "choose a cell; Home and End the first and last"),
      ("Enter", "open the live duel. On the left, this cell's run with the"),
      ("", "seed shown goes on, with weights, optimiser and history;"),
      ("", "on the right, the same seed of the marked cell, or else of"),
      ("", "the cell of least loss. The sweep's own runs continue"),
      ("", "unchanged; q in the duel returns here"),
      ("space", "mark or unmark this cell as the duel's opponent"),
      ("b", "big: show this cell alone, with axes, or all cells again"),
      ("mouse", "click to choose; click again to open the duel"),
      ("?", "this help; Esc closes it"),
      ("q", isNested ? "back to the duel, paused meanwhile" : "quit"),
      ("Ctrl-C", "quit"),
    ]
  }

  /// The bottom line: the last message, or the main keys.
  func drawStatus(_ state: SweepState, isScrolled: Bool, into grid: inout CellGrid) {
    let y = grid.height - 1
    grid.fill(
      Rect(x: 0, y: y, width: grid.width, height: 1), with: Cell(" ", Style(nil, on: theme.bar)))
    if let message = state.message {
      grid.write(
        " " + message, x: 0, y: y, style: Style(theme.highlight, bold: true), maxWidth: grid.width)
      return
    }
    let more = isScrolled ? "\(arrows) choose, scroll" : "\(arrows) choose"
    let name =
      board.cells.indices.contains(state.selection)
      ? board.cells[state.selection].name : ""
    let other =
      board.opponent(of: state.selection, marked: state.marked)
      .map { " against \(board.cells[$0].name)" } ?? ""
    let rest =
      "space mark  b \(state.isBig ? "all" : "big")  ? help  q \(state.isNested ? "back" : "quit")"
    let texts = ["Enter duel: \(name)\(other)", "Enter duel: \(name)", "Enter duel"].map {
      " \(more)  \($0)  \(rest)"
    }
    grid.write(look.fitting(texts, grid.width), x: 0, y: y, style: look.dim, maxWidth: grid.width)
  }

  func drawHelp(isNested: Bool, into screen: inout Composition) {
    let rows = keys(isNested: isNested)
    let (width, height) = (min(screen.grid.width, 72), min(screen.grid.height, rows.count + 4))
    look.box(
      over: &screen, width: width, height: height, title: "keys of a sweep", foot: " Esc closes "
    ) { grid, box in
      for (line, row) in rows.enumerated() {
        grid.write(
          row.keys, x: box.x + 3, y: box.y + 2 + line, style: Style(theme.highlight, bold: true),
          maxWidth: 7)
        grid.write(
          row.help, x: box.x + 11, y: box.y + 2 + line, style: look.text, maxWidth: width - 13)
      }
    }
  }
}
