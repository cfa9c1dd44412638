import Canvas

/// The keys of a sweep: in its status line, and all of them above the screen.
extension SweepPainter {
  private var arrows: String {
    glyphs == .ascii ? "arrows" : "\u{2190}\u{2191}\u{2193}\u{2192}"
  }

  /// Keys, each with what it does.
  private func keys(isNested: Bool) -> [(keys: String, help: String)] {
    [
      (arrows, "choose a cell; Home and End the first and last"),
      ("Enter", "the live duel: the cell trains on there, on the left, as the"),
      ("", "seed whose flow it shows, with weights, optimiser, history;"),
      ("", "on the right the same seed of the marked cell, or else of"),
      ("", "the other one of least loss. The sweep goes on meanwhile,"),
      ("", "and its runs stay what they are; q in the duel comes back"),
      ("space", "mark the cell that others are to meet, or no longer"),
      ("b", "big: this cell fills the screen, with axes, or all again"),
      ("mouse", "click: choose; click again: the duel"),
      ("?", "this help; Esc closes"),
      ("q", isNested ? "back to the duel, which rested meanwhile" : "quit"),
      ("Ctrl-C", "quit"),
    ]
  }

  /// The line at the foot: an answer, or the keys worth knowing.
  func drawStatus(_ state: SweepState, isScrolled: Bool, into grid: inout CellGrid) {
    let y = grid.height - 1
    grid.fill(
      Rect(x: 0, y: y, width: grid.width, height: 1), with: Cell(" ", Style(nil, on: theme.bar)))
    if let message = state.message {
      grid.write(
        " " + message, x: 0, y: y, style: Style(theme.highlight, bold: true),
        maxWidth: grid.width, glyphs: glyphs)
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
    grid.write(
      look.fitting(texts, grid.width), x: 0, y: y, style: look.dim, maxWidth: grid.width,
      glyphs: glyphs)
  }

  /// Every key.
  func drawHelp(isNested: Bool, into screen: inout Composition) {
    let rows = keys(isNested: isNested)
    let (width, height) = (min(screen.grid.width, 72), min(screen.grid.height, rows.count + 4))
    look.box(
      over: &screen, width: width, height: height, title: "keys of a sweep", foot: " Esc closes "
    ) { grid, box in
      for (line, row) in rows.enumerated() {
        grid.write(
          row.keys, x: box.x + 3, y: box.y + 2 + line, style: Style(theme.highlight, bold: true),
          maxWidth: 7, glyphs: glyphs)
        grid.write(
          row.help, x: box.x + 11, y: box.y + 2 + line, style: look.text, maxWidth: width - 13,
          glyphs: glyphs)
      }
    }
  }
}
