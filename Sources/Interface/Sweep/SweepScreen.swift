import CellGraphics

/// The screen of a sweep: small multiples, or one of them large.
package enum SweepScreen {
  /// The whole screen as a value: a function of what was trained and of what the person chose, of nothing else.
  ///
  /// - Complexity: O(cells + dots of trajectories).
  package static func draw(
    _ board: SweepBoard, state: SweepState, theme: Theme, glyphs: GlyphSet
  ) -> CellGrid {
    var grid = CellGrid(
      width: state.width, height: state.height, fill: Cell(" ", Style(nil, on: theme.background)))
    let painter = SweepPainter(board: board, theme: theme, glyphs: glyphs)
    let minimum = SweepLayout.minimum
    guard state.width >= minimum.width, state.height >= minimum.height else {
      grid.write(
        "needs \(minimum.width)\u{D7}\(minimum.height); q quits", x: 0, y: state.height / 2,
        width: state.width, alignment: .centre, style: Style(theme.text), glyphs: glyphs)
      return grid.folded(into: glyphs)
    }
    let layout = SweepLayout(
      count: board.cells.count, width: state.width, height: state.height,
      selection: state.selection)
    painter.drawTitle(into: &grid)
    if state.isBig, board.cells.indices.contains(state.selection) {
      painter.drawLarge(
        board.cells[state.selection], into: &grid,
        in: Rect(x: 0, y: 1, width: state.width, height: state.height - 2))
    } else {
      for (index, rect) in layout.cells {
        painter.draw(
          board.cells[index], into: &grid, in: rect, isChosen: index == state.selection,
          isMarked: index == state.marked)
      }
    }
    painter.drawStatus(state, isScrolled: layout.isScrolled, into: &grid)
    if state.isHelpOpen { painter.drawHelp(isNested: state.isNested, into: &grid) }
    return grid.folded(into: glyphs)
  }
}
