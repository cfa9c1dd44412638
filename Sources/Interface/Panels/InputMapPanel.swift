import CellGraphics
import Drawing
import LiveSession

/// Where in input space each model says +1 and where −1, side by side.
struct InputMapPanel {
  let left: Snapshot?
  let right: Snapshot?
  /// The place pointed at.
  var pointer: SIMD2<Float>?
  var isFocused = false
  /// Names of the two where their families do not tell them apart; nil where they do.
  var names: [String]?
  let look: Look

  /// Rows of a map in a panel of that height, and whether names stand below it.
  private static func rows(height: Int) -> (map: Int, isNamedBelow: Bool) {
    let inner = max(0, height - 2)
    return inner >= 6 ? (inner - 1, true) : (inner, false)
  }

  /// Columns that a panel of `height` rows needs for two square maps.
  static func width(height: Int) -> Int { rows(height: height).map * 4 + 2 + 4 }

  /// Where the two maps lie in a panel; empty where it has no room for them.
  static func squares(in rect: Rect) -> [Rect] {
    let named = rows(height: rect.height).isNamedBelow
    let inner = rect.inset(2, 1)
    let gap = 2
    let width = (inner.width - gap) / 2
    let rows = min(inner.height - (named ? 1 : 0), (width + 1) / 2)
    guard width >= 4, rows >= 2 else { return [] }
    let top = inner.y + (inner.height - rows - (named ? 1 : 0)) / 2
    return [0, 1].map { index in
      let x = inner.x + index * (width + gap)
      return Rect(
        x: x + max(0, (width - 2 * rows) / 2), y: top, width: min(width, 2 * rows), height: rows)
    }
  }

  func draw(into screen: inout Composition, in rect: Rect) {
    let named = Self.rows(height: rect.height).isNamedBelow
    let squares = Self.squares(in: rect)
    guard squares.count == 2 else { return }
    look.frame(
      rect, title: named ? "input \u{2192} output" : "", color: look.theme.text,
      isFocused: isFocused, in: &screen.grid)
    for (index, (side, square)) in zip(Side.allCases, squares).enumerated() {
      let snapshot = side == .left ? left : right
      if let snapshot {
        var drawing = Drawing(columns: square.width, rows: square.height)
        InputMapPicture(map: snapshot.inputMap, look: look)
          .draw(into: &drawing, in: drawing.bounds)
        if let pointer, snapshot.inputMap.height > 1 {
          ProbeDrawing.drawCross(
            pointer, extent: snapshot.inputMap.extent, into: &drawing, in: drawing.bounds,
            look: look)
        }
        screen.place(drawing, x: square.x, y: square.y)
      }
      let family = snapshot?.configuration.model.family
      let title = family.map { names?[index] ?? $0.title }
      let name = title.map { named ? $0 : " \($0) " } ?? ""
      screen.grid.write(
        name, x: square.x, y: named ? square.maxY : rect.y, width: square.width,
        alignment: .centre, style: Style(family.flatMap { look.color($0, side) }, bold: true),
        glyphs: look.glyphs)
    }
  }
}
