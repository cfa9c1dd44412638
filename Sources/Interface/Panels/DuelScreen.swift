import Canvas
import LiveSession

/// The main screen: two models side by side.
package enum DuelScreen {
  /// The whole screen: a pure function of the snapshots and the state. A panel without a snapshot,
  /// or with one from a run that was replaced, says that it is starting.
  ///
  /// - Parameter isOfCells: whether its pictures will become cells, each with one colour.
  /// - Complexity: O(cells + path points + lattice sites); a few milliseconds at most.
  package static func compose(
    left: Snapshot?, right: Snapshot?, state: DuelState, theme: Theme, glyphs: GlyphSet,
    isOfCells: Bool = true
  ) -> Composition {
    let context = ViewContext(
      .left, left, right, state, theme: theme, glyphs: glyphs, isOfCells: isOfCells)
    let (left, right, look) = (context.left, context.right, context.look)
    var screen = Composition(
      CellGrid(
        width: state.width, height: state.height,
        fill: Cell(" ", Style(nil, on: theme.background))))
    screen.isBig = state.isBig
    let layout = state.layout
    guard !layout.isTooSmall else {
      drawTooSmall(into: &screen.grid, look)
      return screen
    }
    TitleBar(
      left: left, right: right, state: state, hasLegend: layout.rect(of: .settings) == nil,
      look: look
    ).draw(into: &screen.grid, in: layout.title)
    if let tip = state.tip, let rect = layout.tip {
      let bar = Style(theme.text, on: theme.bar)
      screen.grid.fill(rect, with: Cell(" ", bar))
      TipLine(tip: tip, left: left, right: right, look: look).draw(
        into: &screen.grid, in: rect.inset(1, 0), bar)
    }
    for panel in Panel.all {
      guard let rect = layout.rect(of: panel) else { continue }
      panel.draw(context.of(panel), &screen, rect)
    }
    if let rect = layout.numbers {
      BigNumbers(
        left: left, right: right, time: state.isBig ? state.playback.time : nil, look: look
      ).draw(into: &screen.grid, in: rect)
    }
    if let rect = layout.caption {
      CaptionBar(left: left, right: right, state: state, look: look).draw(into: &screen, in: rect)
    }
    if let card = state.strip.card {
      let bottom = layout.caption?.y ?? layout.status.y
      TitleCard(text: card, look: look).draw(
        into: &screen,
        in: Rect(x: 0, y: 1, width: layout.screen.width, height: bottom - 1))
    }
    StatusLine(state: state, look: look).draw(into: &screen, in: layout.status)
    if state.isSettingsOverlay {
      let rect = SettingsPanel.overlayRect(width: state.width, height: state.height)
      screen.cover(rect) { SettingsPanel(state: state, look: look).draw(into: &$0, in: rect) }
    }
    switch state.overlays.overlay {
    case .help(let scroll)?: HelpOverlay(scroll: scroll, look: look).draw(into: &screen)
    case .explanation?:
      Explanation.draw(
        state.navigation.focus, state, left: left, right: right, into: &screen, look: look)
    case .words?: Glossary.draw(state, into: &screen, look: look)
    case nil: break
    }
    if let choice = state.overlays.lessonChoice {
      LessonList(titles: state.overlays.lessonTitles, choice: choice, look: look).draw(
        into: &screen)
    }
    return screen
  }

  /// A panel's picture without frame and numbers; empty for a panel without a picture.
  package static func figure(
    of panel: Panel, columns: Int, rows: Int, left: Snapshot?, right: Snapshot?, state: DuelState,
    theme: Theme
  ) -> Drawing {
    var drawing = Drawing(columns: columns, rows: rows)
    guard panel.place != nil else { return drawing }
    let context = ViewContext(
      panel, left, right, state, theme: theme, glyphs: .unicode, isOfCells: false)
    _ = state.view(of: panel).draw(context, &drawing)
    return drawing
  }

  private static func drawTooSmall(into grid: inout CellGrid, _ look: Look) {
    let needed = "\(ScreenLayout.minimum.width)\u{D7}\(ScreenLayout.minimum.height)"
    let text = look.fitting(
      [
        "anode needs \(needed), this is \(grid.width)\u{D7}\(grid.height); "
          + "\(ActionTable.key(.quit)) quits",
        "needs \(needed); \(ActionTable.key(.quit)) quits", "needs \(needed)", needed,
      ], grid.width)
    grid.write(
      text, x: 0, y: (grid.height - 1) / 2, width: grid.width, alignment: .centre, style: look.text)
  }
}
