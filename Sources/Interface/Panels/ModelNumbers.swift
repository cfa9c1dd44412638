import Canvas
import LiveSession

/// A model's numbers: NFE in large digits, its growth, loss, accuracy and parameters.
struct ModelNumbers {
  let snapshot: Snapshot
  let color: Color?
  /// Whether to show the solver's steps.
  let hasSteps: Bool
  let look: Look

  private var isDiscrete: Bool { !snapshot.configuration.model.family.isFlow }
  private var nfeText: String { snapshot.nfeText }
  private var digits: Style { Style(color, bold: true) }

  func draw(into screen: inout Composition, _ layout: ModelPanelLayout) {
    switch layout.place {
    case .above: drawAbove(into: &screen.grid, in: layout.numbers)
    case .row: drawRow(into: &screen.grid, in: layout.numbers)
    case .within: drawWithin(&screen, in: layout.numbers)
    }
  }

  /// Over the picture's right edge, with NFE at the top and facts at the foot.
  private func drawWithin(_ screen: inout Composition, in rect: Rect) {
    screen.cover { grid in
      grid.fill(rect, with: Cell(" ", Style(nil, on: look.theme.background)))
      return drawColumn(into: &grid, in: rect)
    }
  }

  private var caption: String { isDiscrete ? "blocks" : "NFE" }

  /// "▲ +8 since start".
  private func growth(_ width: Int) -> (text: String, style: Style)? {
    guard !isDiscrete, snapshot.initialNFE > 0, snapshot.nfe > 0, snapshot.status == .healthy else {
      return nil
    }
    let change = snapshot.nfe - snapshot.initialNFE
    if change == 0 {
      return (look.fitting(["as at the start", "unchanged", "+0"], width), look.dim)
    }
    let sign = change > 0 ? "\(Glyph.up) +\(change)" : "\(Glyph.down) \(change)"
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
    let screen = snapshot.configuration.problem.screen
    var facts = [
      ("loss", snapshot.recentLoss.map { NumberText.short(Double($0)) } ?? "-"),
      ("parameters", String(snapshot.parameterCount)),
    ]
    if screen.hasAccuracy {
      facts.insert((screen.accuracyName, screen.accuracyText(snapshot.accuracy)), at: 1)
    }
    if snapshot.backwardNFE > 0 {
      facts.insert(("backward NFE", String(snapshot.backwardNFE)), at: 0)
    }
    return facts
  }

  /// Draws NFE from the top down and facts from the foot up.
  ///
  /// - Returns: the areas filled, each with a spare column on its left.
  private func drawColumn(into grid: inout CellGrid, in rect: Rect) -> [Rect] {
    let glyphs = look.glyphs
    var blocks: [Rect] = []
    func cover(_ y: Int, _ height: Int, _ width: Int) {
      let width = min(width + 1, rect.width)
      blocks.append(
        Rect(x: rect.maxX - width, y: y, width: width, height: min(height, rect.maxY - y)))
    }
    let digitsWidth = BigDigits.width(of: nfeText, glyphs)
    let hasDigits =
      digitsWidth <= rect.width && BigDigits.height(glyphs) + 1 <= rect.height
    var lines: [(text: String, style: Style)] = []
    if let growth = growth(rect.width) {
      lines.append(growth)
      let steps = steps(rect.width)
      if !steps.isEmpty { lines.append((steps, look.dim)) }
    }
    func write(_ text: String, _ y: Int, _ style: Style) {
      guard y < rect.maxY else { return }
      grid.write(text, x: rect.x, y: y, width: rect.width, alignment: .right, style: style)
    }
    write(caption, rect.y, look.dim)
    var y = rect.y + 1
    if hasDigits {
      BigDigits.draw(
        nfeText, into: &grid, x: rect.maxX - digitsWidth, y: y, style: digits, glyphs: glyphs)
      y += BigDigits.height(glyphs)
    } else {
      write(nfeText, y, digits)
      y += 1
    }
    cover(
      rect.y, y - rect.y,
      max(TextRow.width(of: caption), hasDigits ? digitsWidth : TextRow.width(of: nfeText)))
    let first = y
    for line in lines {
      write(line.text, y, line.style)
      y += 1
    }
    if y > first, first < rect.maxY {
      cover(first, y - first, lines.map { TextRow.width(of: $0.text) }.max() ?? 0)
    }
    let facts = facts
    let foot = max(y, rect.maxY - facts.count)
    guard foot < rect.maxY else { return blocks }
    var widest = 0
    for (offset, fact) in facts.enumerated() where foot + offset < rect.maxY {
      let room = rect.width - TextRow.width(of: fact.value) - 1
      let name = look.fitting([fact.name, String(fact.name.prefix(4))], room)
      grid.write(name, x: rect.x, y: foot + offset, width: room, alignment: .right, style: look.dim)
      write(fact.value, foot + offset, look.text)
      widest = max(widest, TextRow.width(of: name) + 1 + TextRow.width(of: fact.value))
    }
    cover(foot, facts.count, widest)
    return blocks
  }

  /// Above the picture, with facts at the left and NFE at the right.
  private func drawAbove(into grid: inout CellGrid, in rect: Rect) {
    let glyphs = look.glyphs
    let width = BigDigits.width(of: nfeText, glyphs)
    let x = rect.maxX - width
    BigDigits.draw(nfeText, into: &grid, x: x, y: rect.y, style: digits, glyphs: glyphs)
    grid.write(
      caption, x: rect.x, y: rect.y, width: x - 1 - rect.x, alignment: .right, style: look.dim)
    let facts = facts
    let factsWidth =
      facts.map { TextRow.width(of: $0.name) + 1 + TextRow.width(of: $0.value) }.max() ?? 0
    // The growth is below the digits, or beside them if no row is free.
    let isBelow = rect.height > BigDigits.height(glyphs)
    let y = rect.y + (isBelow ? BigDigits.height(glyphs) : 1)
    let room = isBelow ? rect.width : x - 1 - rect.x - factsWidth - 2
    let end = isBelow ? rect.maxX : x - 1
    if room > 3, let growth = growth(room) {
      grid.write(
        growth.text, x: end - room, y: y, width: room, alignment: .right, style: growth.style)
      if !isBelow {
        grid.write(
          steps(room), x: end - room, y: y + 1, width: room, alignment: .right, style: look.dim)
      }
    }
    for (offset, fact) in facts.enumerated() where rect.y + offset < rect.maxY {
      let y = rect.y + offset
      let used = grid.write("\(fact.name) ", x: rect.x, y: y, style: look.dim, maxWidth: rect.width)
      grid.write(
        fact.value, x: rect.x + used, y: y, style: look.text,
        maxWidth: max(0, x - 5 - rect.x - used))
    }
  }

  /// Above the picture in one row, with NFE and growth at the right, and facts at the left as room
  /// permits.
  private func drawRow(into grid: inout CellGrid, in rect: Rect) {
    var right: [(text: String, style: Style)] = [("\(caption) ", look.dim), (nfeText, digits)]
    if let growth = growth(rect.width / 4) { right += [(" ", look.text), growth] }
    var x = rect.maxX - right.reduce(0) { $0 + TextRow.width(of: $1.text) }
    var at = rect.x
    for fact in facts {
      let (name, value) = (TextRow.width(of: fact.name), TextRow.width(of: fact.value))
      guard at + name + 1 + value < x - 1 else { break }
      grid.write(fact.name, x: at, y: rect.y, style: look.dim)
      grid.write(fact.value, x: at + name + 1, y: rect.y, style: look.text)
      at += name + 1 + value + 2
    }
    for part in right {
      grid.write(part.text, x: x, y: rect.y, style: part.style)
      x += TextRow.width(of: part.text)
    }
  }
}
