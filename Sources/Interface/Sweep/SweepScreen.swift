import CellGraphics
import Drawing

/// The screen of a sweep: small multiples, or one of them large.
package enum SweepScreen {
  /// The whole screen as a value: a function of what was trained and of what the person chose, of
  /// nothing else.
  ///
  /// - Complexity: O(cells + dots of trajectories).
  package static func draw(
    _ board: SweepBoard, state: SweepState, theme: Theme, glyphs: GlyphSet
  ) -> CellGrid {
    compose(board, state: state, theme: theme, glyphs: glyphs).cells(glyphs)
  }

  /// The same with its pictures as they are, before they become cells.
  package static func compose(
    _ board: SweepBoard, state: SweepState, theme: Theme, glyphs: GlyphSet
  ) -> Composition {
    var screen = Composition(
      CellGrid(
        width: state.width, height: state.height,
        fill: Cell(" ", Style(nil, on: theme.background))))
    let painter = SweepPainter(board: board, theme: theme, glyphs: glyphs)
    let minimum = SweepLayout.minimum
    guard state.width >= minimum.width, state.height >= minimum.height else {
      screen.grid.write(
        "needs \(minimum.width)\u{D7}\(minimum.height); q quits", x: 0, y: state.height / 2,
        width: state.width, alignment: .centre, style: Style(theme.text), glyphs: glyphs)
      return screen
    }
    let layout = SweepLayout(
      count: board.cells.count, width: state.width, height: state.height,
      selection: state.selection)
    painter.drawTitle(into: &screen.grid)
    if state.isBig, board.cells.indices.contains(state.selection) {
      painter.drawLarge(
        board.cells[state.selection], into: &screen,
        in: Rect(x: 0, y: 1, width: state.width, height: state.height - 2))
    } else {
      for (index, rect) in layout.cells {
        painter.draw(
          board.cells[index], into: &screen, in: rect, isChosen: index == state.selection,
          isMarked: index == state.marked)
      }
    }
    painter.drawStatus(state, isScrolled: layout.isScrolled, into: &screen.grid)
    if state.isHelpOpen { painter.drawHelp(isNested: state.isNested, into: &screen) }
    return screen
  }
}
