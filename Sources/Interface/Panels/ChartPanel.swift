import CellGraphics
import Drawing

/// What both models have in common axes: NFE, loss, and what stands beside them.
struct ChartPanel {
  let context: ViewContext

  func draw(into screen: inout Composition, in rect: Rect) {
    guard rect.width >= 10, rect.height >= 4 else { return }
    let inner = rect.inset(2, 1)
    var drawing = Drawing(columns: inner.width, rows: inner.height)
    let header = context.state.view(of: context.panel).draw(context, &drawing)
    let look = context.look
    look.frame(
      rect, title: header.title, color: look.theme.text,
      isFocused: context.state.navigation.focus == context.panel, in: &screen.grid)
    look.notes(header.notes, in: &screen.grid, rect)
    screen.place(drawing, x: inner.x, y: inner.y)
  }
}
