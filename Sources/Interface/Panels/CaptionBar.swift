import Canvas
import LiveSession

/// A demo's caption and equation, in rows above the status line.
struct CaptionBar {
  let left: Snapshot?
  let right: Snapshot?
  let state: DuelState
  let look: Look

  static func rows(width: Int) -> Int { width >= 120 ? 3 : 4 }

  func draw(into grid: inout CellGrid, in rect: Rect) {
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
        line, x: rect.x + (rect.width - width) / 2, y: top + offset, style: style,
        maxWidth: width, glyphs: look.glyphs)
    }
    // If the last row has no room for both, the caption wins.
    let isFree = top + lines.count < rect.maxY
    let used = (rect.width + width) / 2 - width + (lines.last.map { TextRow.width(of: $0) } ?? 0)
    let isBeside = used + TextRow.width(of: state.strip.captionHint) + 3 <= rect.width
    if !state.strip.captionHint.isEmpty, isFree || isBeside {
      grid.write(
        state.strip.captionHint, x: rect.x, y: rect.maxY - 1, width: rect.width - 1,
        alignment: .right,
        style: Style(look.theme.dim, on: look.theme.bar), glyphs: look.glyphs)
    }
  }

  /// The equation is cut off, not wrapped.
  private func drawFormula(into grid: inout CellGrid, in rect: Rect) {
    guard let formula = state.strip.formula else { return }
    let text = formula.text(left: left, right: right, glyphs: look.glyphs)
    grid.write(
      text, x: rect.x, y: rect.y,
      style: Style(look.theme.title ?? look.theme.text, on: look.theme.bar, bold: true),
      maxWidth: rect.width, glyphs: look.glyphs)
  }
}
