import Canvas

extension Look {
  /// Draws a box over the middle of an area, by default the screen. `foot` is in its frame; `draw`
  /// gets the box including its frame.
  func box(
    over screen: inout Composition, in area: Rect? = nil, width: Int, height: Int, title: String,
    foot: String = "", draw: (inout CellGrid, Rect) -> Void
  ) {
    let area = area ?? Rect(x: 0, y: 0, width: screen.grid.width, height: screen.grid.height)
    let box = Rect(
      x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width: width,
      height: height)
    screen.cover(box) { grid in
      grid.fill(box, with: Cell(" ", Style(theme.text, on: theme.background)))
      frame(box, title: title, color: theme.title, isFocused: true, in: &grid)
      draw(&grid, box)
      grid.write(
        foot, x: box.x, y: box.maxY - 1, width: box.width - 2, alignment: .right, style: dim)
    }
  }
}
