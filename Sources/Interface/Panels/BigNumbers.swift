import Canvas
import LiveSession
import NeuralODE

/// Both models' NFE in large digits at the foot of the screen, to be read from the back row.
struct BigNumbers {
  let left: Snapshot?
  let right: Snapshot?
  /// For the back row: the play head's time. It and the losses have large digits too, and the rest
  /// is left out.
  var time: Double?
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
    var lines: [(String, Style)] = [("\(family.title)  \(isDiscrete ? "blocks" : "NFE")", style)]
    let loss = (
      "loss \(snapshot.recentLoss.map { NumberText.short(Double($0)) } ?? "-")", look.text
    )
    if let time {
      // Beside the digits of NFE if these are twice as high, otherwise below them.
      var place = scale > 1 ? (x: x, y: area.y + 2) : (x: area.x, y: area.y + 4)
      // Few digits: each is five columns wide.
      let digits =
        snapshot.recentLoss.map {
          $0 < 0.001 ? NumberText.scientific(Double($0), 0) : NumberText.fixed(Double($0), 3)
        } ?? "-"
      if !write("loss", digits, into: &grid, &place, in: area) { lines.append(loss) }
      // Both models share it.
      if side == .left {
        place = scale > 1 ? (x: x, y: area.y + 6) : place
        let t = NumberText.fixed(time, 2)
        if !write("t", t, into: &grid, &place, in: area) {
          lines.append(("t = \(t)", look.text))
        }
      }
    } else {
      let change = snapshot.nfe - snapshot.initialNFE
      let growth =
        isDiscrete || snapshot.initialNFE == 0 || !snapshot.status.isAlive
        ? "" : change == 0 ? "as at the start" : "\(change > 0 ? "+" : "")\(change) since start"
      lines += [(growth, look.bold), loss]
      let screen = snapshot.configuration.problem.screen
      if screen.hasAccuracy {
        lines.append(
          ("\(screen.accuracyName) \(screen.accuracyText(snapshot.accuracy))", look.text))
      }
    }
    for (offset, line) in lines.enumerated() where offset + 1 < area.height {
      grid.write(
        line.0, x: x, y: area.y + 1 + offset, style: line.1, maxWidth: max(0, area.maxX - x))
    }
  }

  /// Writes a name and a number in large digits, and moves `place` to its right; false without
  /// room.
  private func write(
    _ name: String, _ number: String, into grid: inout CellGrid, _ place: inout (x: Int, y: Int),
    in area: Rect
  ) -> Bool {
    let width = name.count + 1 + BigDigits.width(of: number, look.glyphs)
    let height = BigDigits.height(look.glyphs)
    guard place.x + width <= area.maxX, place.y + height <= area.maxY else { return false }
    grid.write(name, x: place.x, y: place.y + height - 1, style: look.dim)
    BigDigits.draw(
      number, into: &grid, x: place.x + name.count + 1, y: place.y, style: look.bold,
      glyphs: look.glyphs)
    place.x += width + 2
    return true
  }
}
