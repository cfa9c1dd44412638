import CellGraphics
import LiveSession

/// The numbers of a model: NFE in digits for the last row, and its growth; loss, accuracy,
/// parameters.
struct ModelNumbers {
  let snapshot: Snapshot
  let color: Color?
  /// Are the solver's steps shown?
  let hasSteps: Bool
  let look: Look

  private var isDiscrete: Bool { snapshot.configuration.model.family == .resnet }
  private var nfeText: String { snapshot.nfeText }
  private var digits: Style { Style(color, bold: true) }

  func draw(into grid: inout CellGrid, in rect: Rect, isStacked: Bool) {
    if isStacked { drawStacked(into: &grid, in: rect) } else { drawColumn(into: &grid, in: rect) }
  }

  private var caption: String { isDiscrete ? "blocks" : "NFE" }

  /// "▲ +8 since start".
  private func growth(_ width: Int) -> (text: String, style: Style)? {
    guard !isDiscrete, snapshot.initialNFE > 0, snapshot.nfe > 0, snapshot.status == .healthy else {
      return nil
    }
    let change = snapshot.nfe - snapshot.initialNFE
    let glyphs = look.glyphs
    if change == 0 {
      return (look.fitting(["as at the start", "unchanged", "+0"], width), look.dim)
    }
    let sign = change > 0 ? "\(glyphs.up) +\(change)" : "\(glyphs.down) \(change)"
    return (
      look.fitting(
        ["\(sign) since start", "\(sign) from \(snapshot.initialNFE)", sign], width),
      change > 0 ? Style(look.theme.text, bold: true) : look.text
    )
  }

  private func steps(_ width: Int) -> String {
    let (a, r) = (snapshot.acceptedSteps, snapshot.rejectedSteps)
    guard a + r > 0, !isDiscrete, hasSteps else { return "" }
    return look.fitting(
      [
        "\(a) steps, \(r) rejected", "\(a) + \(r) rejected", "\(a)+\(r) steps",
      ], width)
  }

  private var facts: [(name: String, value: String)] {
    let accuracy =
      snapshot.accuracy.isFinite
      ? NumberText.fixed(Double(snapshot.accuracy) * 100, snapshot.accuracy < 0.9995 ? 1 : 0)
        + " %" : "-"
    var facts = [
      ("loss", snapshot.recentLoss.map { NumberText.short(Double($0)) } ?? "-"),
      (snapshot.configuration.problem.screen.accuracyName, accuracy),
      ("parameters", String(snapshot.parameterCount)),
    ]
    if snapshot.backwardNFE > 0 {
      facts.insert(("backward NFE", String(snapshot.backwardNFE)), at: 0)
    }
    return facts
  }

  /// Beside the picture, from the top down.
  private func drawColumn(into grid: inout CellGrid, in rect: Rect) {
    let glyphs = look.glyphs
    func line(_ text: String, _ y: Int, _ style: Style) {
      guard y < rect.maxY else { return }
      grid.write(
        text, x: rect.x, y: y, width: rect.width, alignment: .right, style: style, glyphs: glyphs)
    }
    var y = rect.y
    line(caption, y, look.dim)
    y += 1
    let width = BigDigits.width(of: nfeText, glyphs)
    if width <= rect.width && y + BigDigits.height(glyphs) <= rect.maxY {
      BigDigits.draw(
        nfeText, into: &grid, x: rect.maxX - width, y: y, style: digits, glyphs: glyphs)
      y += BigDigits.height(glyphs)
    } else {
      line(nfeText, y, digits)
      y += 1
    }
    if let growth = growth(rect.width) {
      line(growth.text, y, growth.style)
      y += 1
      line(steps(rect.width), y, look.dim)
      y += 1
    }
    let facts = facts
    // With room, each fact is named above its value; without, beside it.
    if rect.maxY - y >= facts.count * 3 {
      y += 1
      for fact in facts {
        line(fact.name, y, look.dim)
        line(fact.value, y + 1, look.text)
        y += rect.maxY - y >= facts.count * 3 + 3 ? 3 : 2
      }
      return
    }
    if rect.maxY - y > facts.count { y += 1 }
    for fact in facts where y < rect.maxY {
      let name = look.fitting(
        [fact.name, String(fact.name.prefix(4))], rect.width - fact.value.count - 1)
      grid.write(
        name, x: rect.x, y: y, width: rect.width - fact.value.count - 1, alignment: .right,
        style: look.dim, glyphs: glyphs)
      line(fact.value, y, look.text)
      y += 1
    }
  }

  /// Above the picture: facts at the left, NFE at the right.
  private func drawStacked(into grid: inout CellGrid, in rect: Rect) {
    let glyphs = look.glyphs
    let width = BigDigits.width(of: nfeText, glyphs)
    let x = rect.maxX - width
    BigDigits.draw(nfeText, into: &grid, x: x, y: rect.y, style: digits, glyphs: glyphs)
    grid.write(
      caption, x: rect.x, y: rect.y, width: x - 1 - rect.x, alignment: .right, style: look.dim,
      glyphs: glyphs)
    let below = rect.y + BigDigits.height(glyphs)
    if let growth = growth(rect.width) {
      grid.write(
        growth.text, x: rect.x, y: below, width: rect.width, alignment: .right,
        style: growth.style, glyphs: glyphs)
    }
    for (offset, fact) in facts.enumerated() where rect.y + offset < rect.maxY {
      let y = rect.y + offset
      let used = grid.write(
        "\(fact.name) ", x: rect.x, y: y, style: look.dim, maxWidth: rect.width, glyphs: glyphs)
      grid.write(
        fact.value, x: rect.x + used, y: y, style: look.text,
        maxWidth: max(0, x - 5 - rect.x - used), glyphs: glyphs)
    }
  }
}
