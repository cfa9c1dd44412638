import Canvas
import LiveSession

/// Why a run stopped, what it means, and what to do.
package struct FailureText {
  package let title: String
  package let meaning: String
  /// What to do, with the keys.
  package let advice: String

  /// nil for a healthy run.
  ///
  /// - Parameter isWatched: whether another program trains it.
  package init?(_ status: RunStatus, isWatched: Bool = false) {
    switch status {
    case _ where isWatched:
      advice = "The next weights that are numbers, or the next run, are shown."
    case .noData:
      advice =
        "\(ActionTable.key(.probe)) sets a cross hair, \(ActionTable.key(.paintPositive)) and "
        + "\(ActionTable.key(.paintNegative)) paint points there; or drag on a map with the mouse "
        + "(\(ActionTable.key(.brush)) chooses what it draws)."
    default:
      advice =
        "Press \(ActionTable.key(.restart)) to restart or \(ActionTable.key(.newSeed)) for a new "
        + "seed."
    }
    switch status {
    case .healthy: return nil
    case .stepsExceeded(let limit):
      title = "The solver gave up: more than \(limit) steps."
      meaning =
        "The flow has become too stiff to follow: the tolerance allows only tiny steps."
    case .stepUnderflow(let time, let stepSize):
      title = "The solver's step vanished at t = \(NumberText.fixed(time, 2))."
      meaning =
        "A step of \(NumberText.scientific(stepSize, 0)) no longer moves time: "
        + "the field changes too abruptly there."
    case .noData:
      title = "There are no points to learn."
      meaning =
        "The data set is empty: paint points of both classes, or choose another set (1 to 8)."
    case .nonFinite:
      title = "The numbers ran out of range."
      meaning =
        "The state, the loss or a gradient is infinite or not a number: training cannot go on."
    }
  }

  /// Draws the title in one row.
  func drawLine(into grid: inout CellGrid, in rect: Rect, look: Look) {
    var style = Style(look.theme.bad, bold: true)
    style.isReversed = look.theme.isMono
    grid.write(
      "\(Glyph.cross) \(title)", x: rect.x, y: rect.y, style: style, maxWidth: rect.width)
  }

  /// Draws all of it in a box in the middle of `rect`, or at its top.
  func draw(into screen: inout Composition, in rect: Rect, isAtTop: Bool, look: Look) {
    let width = min(rect.width, 50)
    guard width >= 12, rect.height >= 3 else { return }
    let inner = width - 4
    var lines: [(String, Style)] = CellGrid.wrap(title, width: inner).map {
      ($0, Style(look.theme.bad, bold: true))
    }
    lines += CellGrid.wrap(meaning, width: inner).map { ($0, look.text) }
    lines += CellGrid.wrap(advice, width: inner).map { ($0, look.bold) }
    let height = min(rect.height, lines.count + 2)
    let box = Rect(
      x: rect.x + (rect.width - width) / 2, y: rect.y + (isAtTop ? 0 : (rect.height - height) / 2),
      width: width, height: height)
    screen.cover(box) { grid in
      grid.fill(box, with: Cell(" ", Style(nil, on: look.theme.background)))
      grid.box(box, style: Style(look.theme.bad, bold: true))
      for (offset, line) in lines.prefix(height - 2).enumerated() {
        grid.write(line.0, x: box.x + 2, y: box.y + 1 + offset, style: line.1, maxWidth: inner)
      }
    }
  }
}
