import CellGraphics
import Drawing

extension PixelCanvas {
  /// Draws a whole screen, its top left corner at the origin: text, frames, pictures, and what
  /// covers them.
  package func draw(_ screen: Composition, _ style: PixelStyle) {
    let grid = screen.grid
    fill(
      style.background, x: 0, y: 0, width: Double(grid.width) * style.cellWidth,
      height: Double(grid.height) * style.cellHeight)
    draw(grid, style)
    for layer in screen.layers {
      switch layer {
      case .picture(let drawing, let x, let y):
        cairo.save(context)
        cairo.translate(context, Double(x) * style.cellWidth, Double(y) * style.cellHeight)
        draw(drawing, style, text: true)
        cairo.restore(context)
      case .cover(let top, let rect):
        fill(
          style.background, x: Double(rect.x) * style.cellWidth,
          y: Double(rect.y) * style.cellHeight, width: Double(rect.width) * style.cellWidth,
          height: Double(rect.height) * style.cellHeight)
        draw(top, style, in: rect)
      }
    }
  }

  /// Fills all of it with a colour.
  package func fill(_ color: Color) {
    fill(color, x: 0, y: 0, width: Double(width), height: Double(height))
  }
}
