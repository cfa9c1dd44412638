import CellGraphics
import Drawing

/// The lessons there are, to choose one.
struct LessonList {
  let titles: [String]
  let choice: Int
  let look: Look

  func draw(into screen: inout Composition) {
    let width = min(screen.grid.width - 4, 76)
    let height = min(screen.grid.height, titles.count + 4)
    guard width >= 30, height >= 5 else { return }
    let box = Rect(
      x: (screen.grid.width - width) / 2, y: (screen.grid.height - height) / 2, width: width,
      height: height)
    screen.cover(box) { draw(into: &$0, in: box) }
  }

  private func draw(into grid: inout CellGrid, in box: Rect) {
    let (width, height) = (box.width, box.height)
    grid.fill(box, with: Cell(" ", Style(look.theme.text, on: look.theme.background)))
    look.frame(box, title: "lessons", color: look.theme.title, isFocused: true, in: &grid)
    let rows = height - 4
    let start = min(max(0, choice - rows / 2), max(0, titles.count - rows))
    for (offset, title) in titles.dropFirst(start).prefix(rows).enumerated() {
      let isChosen = start + offset == choice
      var style = isChosen ? look.bold : look.text
      style.isReversed = isChosen
      grid.write(
        " \(title) ", x: box.x + 2, y: box.y + 2 + offset, style: style, maxWidth: width - 4,
        glyphs: look.glyphs)
    }
    grid.write(
      " Enter begins  Esc closes ", x: box.x, y: box.maxY - 1, width: width - 2,
      alignment: .right, style: look.dim, glyphs: look.glyphs)
  }
}
