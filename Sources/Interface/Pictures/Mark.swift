import CellGraphics

/// A letter to be put above the dots: a point's mark, an axis's name.
struct Mark {
  var text: String
  /// In units of the drawing.
  var x: Float
  var y: Float
  var style: Style

  /// Would it cover a point, one of the cells that `points` gives as row · 4096 + column?
  func covers(_ points: Set<Int>) -> Bool {
    guard x.isFinite, y.isFinite, abs(x) < 8000, abs(y) < 8000 else { return false }
    let width = TextRow.width(of: text)
    return (0..<max(1, width)).contains { points.contains(Int(y) / 4 * 4096 + Int(x) / 2 + $0) }
  }
}
