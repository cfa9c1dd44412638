import CellGraphics

/// A letter to be put above the dots: a point's mark, an axis's name.
struct Mark {
  var text: String
  /// In dots.
  var x: Float
  var y: Float
  var style: Style

  /// Would it cover a point, one of the cells that `points` gives as row · 4096 + column?
  func covers(_ points: Set<Int>) -> Bool {
    guard x.isFinite, y.isFinite, abs(x) < 8000, abs(y) < 8000 else { return false }
    let width = TextRow.width(of: text)
    return (0..<max(1, width)).contains { points.contains(Int(y) / 4 * 4096 + Int(x) / 2 + $0) }
  }

  /// Puts it into the cell its dot is in, if that lies within `rect`.
  func draw(into grid: inout CellGrid, in rect: Rect, glyphs: GlyphSet) {
    guard x >= 0, y >= 0, x < Float(rect.width * 2), y < Float(rect.height * 4) else { return }
    let row = rect.y + Int(y) / 4
    let width = TextRow.width(of: text)
    let column = min(rect.x + Int(x) / 2, rect.maxX - width)
    guard column >= rect.x else { return }
    grid.write(text, x: column, y: row, style: style, glyphs: glyphs)
  }
}
