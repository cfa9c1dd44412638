extension PixelCanvas {
  /// Draws a whole screen with its top left corner at the origin.
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

  /// Draws a whole screen centred and as large as fits.
  package func drawFrame(_ screen: Composition, theme: Theme) {
    let (columns, rows) = (Double(max(1, screen.grid.width)), Double(max(1, screen.grid.height)))
    // Cells are about twice as high as wide on any canvas.
    let cellHeight = min(Double(height) / rows, 2.15 * Double(width) / columns)
    let cellWidth = min(Double(width) / columns, cellHeight / 1.85)
    let style = PixelStyle(cellWidth: cellWidth, cellHeight: cellHeight, theme)
    fill(style.background)
    cairo.save(context)
    cairo.translate(
      context, ((Double(width) - columns * cellWidth) / 2).rounded(),
      ((Double(height) - rows * cellHeight) / 2).rounded())
    draw(screen, style)
    cairo.restore(context)
  }

  package func fill(_ color: Color) {
    fill(color, x: 0, y: 0, width: Double(width), height: Double(height))
  }
}
