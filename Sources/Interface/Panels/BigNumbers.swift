import Canvas
import LiveSession
import NeuralODE

/// Both models' NFE in large digits at the foot of the screen, to be read from the back row.
struct BigNumbers {
  let left: Snapshot?
  let right: Snapshot?
  let look: Look

  func draw(into grid: inout CellGrid, in rect: Rect) {
    let scale = rect.height >= 8 ? 2 : 1
    for (index, snapshot) in [left, right].enumerated() {
      guard let snapshot else { continue }
      let half = rect.width / 2
      let area = Rect(
        x: rect.x + index * half + 2, y: rect.y, width: half - 4, height: rect.height)
      draw(snapshot, index == 0 ? .left : .right, scale, into: &grid, in: area)
    }
  }

  private func draw(
    _ snapshot: Snapshot, _ side: Side, _ scale: Int, into grid: inout CellGrid, in area: Rect
  ) {
    let family = snapshot.configuration.model.family
    let isDiscrete = !family.isFlow
    let style = Style(look.color(family, side), bold: true)
    let number = snapshot.nfeText
    let width = BigDigits.width(of: number, look.glyphs) * (look.glyphs == .unicode ? scale : 1)
    BigDigits.draw(
      number, into: &grid, x: area.x, y: area.y + 1, style: style, glyphs: look.glyphs,
      scale: scale)
    let x = area.x + width + 2
    let change = snapshot.nfe - snapshot.initialNFE
    let growth =
      isDiscrete || snapshot.initialNFE == 0 || !snapshot.status.isAlive
      ? "" : change == 0 ? "as at the start" : "\(change > 0 ? "+" : "")\(change) since start"
    let screen = snapshot.configuration.problem.screen
    var lines: [(String, Style)] = [
      ("\(family.title)  \(isDiscrete ? "blocks" : "NFE")", style), (growth, look.bold),
      ("loss \(snapshot.recentLoss.map { NumberText.short(Double($0)) } ?? "-")", look.text),
    ]
    if screen.hasAccuracy {
      lines.append(
        ("\(screen.accuracyName) \(screen.accuracyText(snapshot.accuracy))", look.text))
    }
    for (offset, line) in lines.enumerated() where offset + 1 < area.height {
      grid.write(
        line.0, x: x, y: area.y + 1 + offset, style: line.1, maxWidth: max(0, area.maxX - x),
        glyphs: look.glyphs)
    }
  }
}
