import Canvas
import LiveSession

/// A demo's caption and equation, in rows above the status line.
struct CaptionBar {
  let left: Snapshot?
  let right: Snapshot?
  let state: DuelState
  let look: Look

  static func rows(width: Int) -> Int { width >= 120 ? 3 : 4 }

  func draw(into screen: inout Composition, in rect: Rect) {
    let large = LargeCaption(screen.grid.bounds, hasFormulas: state.strip.hasFormulas)
    if state.hasLargeCaption, !look.isOfCells, let lines = large.lines(state.strip.caption) {
      draw(lines, large, into: &screen, in: rect)
    } else {
      draw(into: &screen.grid, in: rect)
    }
  }

  /// In letters higher than a row, which only a picture can have: equation and keys are in it too.
  private func draw(
    _ lines: [String], _ large: LargeCaption, into screen: inout Composition, in rect: Rect
  ) {
    let theme = look.theme
    var drawing = Drawing(columns: rect.width, rows: rect.height)
    var y = 0
    if state.strip.hasFormulas {
      let text = state.strip.formula?.text(left: left, right: right, glyphs: look.glyphs) ?? ""
      let style = Style(theme.title, bold: true)
      if text.count <= large.columns {
        drawing.write(text, x: LargeCaption.margin, y: 0, style: style, capitals: large.capitals)
      } else {
        drawing.write(
          text, x: LargeCaption.margin, y: large.rowsOfLine - 1, style: style,
          maxWidth: rect.width - LargeCaption.margin)
      }
      y = large.rowsOfLine
    }
    for (number, line) in lines.enumerated() {
      drawing.write(
        line, x: LargeCaption.margin, y: y + number * large.rowsOfLine,
        style: Style(theme.highlight, bold: true), capitals: large.capitals)
    }
    // The caption wins the last line.
    if lines.count < LargeCaption.mostLines {
      drawing.write(
        state.strip.captionHint, x: 0, y: rect.height - 1, width: rect.width - 1,
        alignment: .right, style: look.dim)
    }
    screen.place(drawing, x: rect.x, y: rect.y)
  }

  private func draw(into grid: inout CellGrid, in rect: Rect) {
    grid.fill(rect, with: Cell(" ", Style(look.theme.text, on: look.theme.bar)))
    let style = Style(look.theme.highlight ?? look.theme.text, on: look.theme.bar, bold: true)
    let width = min(rect.width - 4, 110)
    let lines = CellGrid.wrap(state.strip.caption, width: width)
    var rect = rect
    if state.strip.hasFormulas && rect.height > 1 {
      drawFormula(
        into: &grid,
        in: Rect(x: rect.x + (rect.width - width) / 2, y: rect.y, width: width, height: 1))
      rect = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    }
    let top = rect.y + max(0, (rect.height - lines.count) / 2)
    for (offset, line) in lines.prefix(rect.height).enumerated() {
      grid.write(
        line, x: rect.x + (rect.width - width) / 2, y: top + offset, style: style, maxWidth: width)
    }
    // If the last row has no room for both, the caption wins.
    let isFree = top + lines.count < rect.maxY
    let used = (rect.width + width) / 2 - width + (lines.last.map { TextRow.width(of: $0) } ?? 0)
    let isBeside = used + TextRow.width(of: state.strip.captionHint) + 3 <= rect.width
    if !state.strip.captionHint.isEmpty, isFree || isBeside {
      grid.write(
        state.strip.captionHint, x: rect.x, y: rect.maxY - 1, width: rect.width - 1,
        alignment: .right, style: Style(look.theme.dim, on: look.theme.bar))
    }
  }

  /// The equation is cut off, not wrapped.
  private func drawFormula(into grid: inout CellGrid, in rect: Rect) {
    guard let formula = state.strip.formula else { return }
    let text = formula.text(left: left, right: right, glyphs: look.glyphs)
    grid.write(
      text, x: rect.x, y: rect.y,
      style: Style(look.theme.title ?? look.theme.text, on: look.theme.bar, bold: true),
      maxWidth: rect.width)
  }
}

/// Letters for the last row: capitals a fortieth of the screen's height.
struct LargeCaption {
  /// In rows.
  let capitals: Float
  let rowsOfLine: Int
  /// Letters in a line.
  let columns: Int
  let rows: Int

  static let mostLines = 3
  static let margin = 2

  init(_ screen: Rect, hasFormulas: Bool) {
    capitals = Float(screen.height) / 40
    let size = Double(capitals) / LetterShape.capitals
    rowsOfLine = Int((LetterShape.height * size).rounded(.up))
    // Cells are at most 2.2 times as high as wide.
    columns = Int(Double(screen.width - 2 * Self.margin) / (LetterShape.width * size * 2.2))
    rows = (Self.mostLines + (hasFormulas ? 1 : 0)) * rowsOfLine
  }

  /// nil if it takes too many.
  func lines(_ text: String) -> [String]? {
    let lines = CellGrid.wrap(text, width: columns)
    return lines.count <= Self.mostLines ? lines : nil
  }
}
