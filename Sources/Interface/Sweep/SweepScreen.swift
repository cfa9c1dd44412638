import Canvas

/// The screen of a sweep: small multiples, or one of them large.
package enum SweepScreen {
  /// The whole screen, a pure function of the results and the person's choices.
  package static func compose(
    _ board: SweepBoard, state: SweepState, theme: Theme, glyphs: GlyphSet
  ) -> Composition {
    var screen = Composition(
      CellGrid(
        width: state.width, height: state.height,
        fill: Cell(" ", Style(nil, on: theme.background))))
    let painter = SweepPainter(board: board, look: Look(theme: theme, glyphs: glyphs))
    let minimum = SweepLayout.minimum
    guard state.width >= minimum.width, state.height >= minimum.height else {
      screen.grid.write(
        "needs \(minimum.width)\u{D7}\(minimum.height); q quits", x: 0, y: state.height / 2,
        width: state.width, alignment: .centre, style: Style(theme.text))
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

struct SweepPainter {
  let board: SweepBoard
  let look: Look
  var theme: Theme { look.theme }
  var glyphs: GlyphSet { look.glyphs }

  func drawTitle(into grid: inout CellGrid) {
    grid.fill(
      Rect(x: 0, y: 0, width: grid.width, height: 1), with: Cell(" ", Style(nil, on: theme.bar)))
    grid.write(" anode sweep", x: 0, y: 0, style: Style(theme.title, bold: true))
    let done = board.progress
    let text =
      "\(board.cells.count) settings \u{D7} \(board.seeds) seeds, \(board.epochs) epochs   "
      + (done < 1 ? "\(Int(done * 100))% " : "done ")
    grid.write(
      text, x: 14, y: 0, width: grid.width - 14, alignment: .right, style: Style(theme.text))
  }

  /// Draws a small multiple: the flow, with NFE and loss beside or below it.
  func draw(
    _ cell: SweepBoard.Cell, into screen: inout Composition, in rect: Rect, isChosen: Bool,
    isMarked: Bool = false
  ) {
    frame(cell, into: &screen.grid, in: rect, isChosen: isChosen, isMarked: isMarked)
    let layout = SweepCellLayout(rect.inset(1, 1))
    drawFlow(cell, into: &screen, in: layout.picture)
    drawStrip("NFE", cell.nfe, board.range(\.nfe), cell, into: &screen, in: layout.nfe)
    drawStrip("loss", cell.loss, board.range(\.loss), cell, into: &screen, in: layout.loss)
  }

  private func frame(
    _ cell: SweepBoard.Cell, into grid: inout CellGrid, in rect: Rect, isChosen: Bool,
    isMarked: Bool
  ) {
    look.frame(rect, title: "", color: nil, isFocused: isChosen, in: &grid)
    var title = Style(look.color(cell.family), bold: true)
    title.isReversed = theme.isMono && isChosen
    let failed = cell.failures > 0 ? " \(cell.failures) failed " : ""
    grid.write(
      " \(cell.name) ", x: rect.x + 2, y: rect.y, style: title,
      maxWidth: rect.width - 4 - failed.count)
    grid.write(
      failed, x: rect.x, y: rect.y, width: rect.width - 2, alignment: .right,
      style: Style(theme.bad, bold: true))
    if cell.space != nil {
      grid.write(
        " seed \(cell.seed) ", x: rect.x + 2, y: rect.maxY - 1, style: Style(theme.dim),
        maxWidth: rect.width - 4)
    }
    guard isMarked else { return }
    grid.write(
      " \(Glyph.bullet) opponent ", x: rect.x, y: rect.maxY - 1, width: rect.width - 2,
      alignment: .right, style: Style(theme.highlight, bold: true))
  }

  func number(_ value: Float) -> String {
    value.isFinite
      ? value == value.rounded() && value < 1e6
        ? String(Int(value)) : NumberText.short(Double(value))
      : glyphs == .ascii ? "inf" : "\u{221E}"
  }

  /// Draws one cell on the whole screen: the flow on the left, both charts on the right.
  func drawLarge(_ cell: SweepBoard.Cell, into screen: inout Composition, in rect: Rect) {
    frame(cell, into: &screen.grid, in: rect, isChosen: true, isMarked: false)
    let inner = rect.inset(2, 1)
    let side = inner.width / 2 - 1
    drawFlow(
      cell, into: &screen, in: Rect(x: inner.x, y: inner.y, width: side, height: inner.height))
    let right = Rect(
      x: inner.x + side + 2, y: inner.y, width: inner.width - side - 2, height: inner.height)
    let half = right.height / 2
    let charts = [
      ("NFE per solve", cell.nfe, board.range(\.nfe), right.y, half),
      ("training loss", cell.loss, board.range(\.loss), right.y + half, right.height - half),
    ]
    for (title, levels, range, y, height) in charts {
      let note = levels.last.map { ", now \(number($0.median))" } ?? ""
      screen.grid.write(
        title + note, x: right.x, y: y, style: Style(theme.text, bold: true), maxWidth: right.width)
      var chart = LineChart(
        series: [
          LineChart.Series(
            name: "", color: look.color(cell.family),
            points: levels.enumerated().map { SIMD2(Float($0.offset + 1), $0.element.median) },
            band: theme.isMono ? [] : levels.map { SIMD2($0.lower, $0.upper) })
        ], scale: .logarithmic, xName: "epoch", minimumX: Float(board.epochs),
        minimumY: range.map { (low: $0.lowerBound, high: $0.upperBound) })
      look.color(&chart)
      screen.place(
        chart.drawing(columns: right.width, rows: height - 1), x: right.x, y: y + 1)
    }
  }
}
