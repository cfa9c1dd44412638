import Canvas
import LiveSession

extension View {
  package static let confusion: View = {
    var view = View(
      model: "confusion", "confusion",
      "which class is taken for which",
      explanation: (
        "Which class is taken for which",
        "Each row is a true class, each column a predicted class; the diagonal is right. Colours are shares "
          + "of the row, with mistakes brightened. Look for pairs that "
          + "resemble each other. Do both models mix up the same ones?"
      )
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      ConfusionPicture(
        names: snapshot.configuration.data.classNames,
        confusion: snapshot.confusion, look: context.look
      ).draw(into: &drawing, in: drawing.bounds)
    }
    view.suits = { $0.problem.target == .classes }
    return view
  }()
}

/// Rows are true classes, columns predicted ones. Without room for all classes it lists the pairs
/// most often confused.
struct ConfusionPicture {
  let names: [String]
  /// Counts, true × predicted, row by row.
  let confusion: [Int]
  let look: Look

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard rect.width >= 8, rect.height >= 4 else { return }
    guard confusion.count == names.count * names.count, confusion.contains(where: { $0 > 0 }) else {
      look.say("nothing yet", into: &drawing, in: rect)
      return
    }
    let gutter = 2
    let cell = min(4, (rect.width - gutter) / names.count)
    guard cell >= 2, names.count + 1 <= rect.height else {
      drawPairs(into: &drawing, in: rect)
      return
    }
    let left = rect.x + gutter
    for (k, name) in names.enumerated() {
      let initial = String(name.prefix(1))
      drawing.write(
        initial, x: left + k * cell, y: rect.y, width: cell, alignment: .right, style: look.dim)
      drawing.write(initial, x: rect.x, y: rect.y + 1 + k, style: look.dim)
    }
    for row in names.indices {
      let total = confusion[row * names.count..<(row + 1) * names.count].reduce(0, +)
      for column in names.indices {
        let count = confusion[row * names.count + column]
        let share = Float(count) / Float(max(1, total))
        draw(
          count, share, isRight: row == column, into: &drawing,
          in: Rect(x: left + column * cell, y: rect.y + 1 + row, width: cell, height: 1))
      }
    }
    guard names.count + 2 <= rect.height else { return }
    drawing.write(
      look.fitting(
        [
          "row: what it is; column: taken for", "row: truth, column: guess", "truth by guess",
        ],
        rect.width),
      x: rect.x,
      y: rect.y + names.count + 2 < rect.maxY
        ? rect.y + names.count + 2 : rect.y + names.count + 1, style: look.dim,
      maxWidth: rect.width)
  }

  private func draw(
    _ count: Int, _ share: Float, isRight: Bool, into drawing: inout Drawing, in rect: Rect
  ) {
    // One mistake in ten is a lot: the colour of mistakes rises faster.
    let strength = isRight ? 0.25 + 0.55 * share : min(0.85, 0.25 + 3 * share)
    let color = isRight ? look.theme.good : look.theme.bad
    let ground = look.theme.background.flatMap { back in
      color.map { back.mixed(with: $0, count == 0 ? 0 : strength) }
    }
    let digits = String(count)
    let text =
      count == 0
      ? (look.glyphs == .unicode ? "\u{B7}" : ".") : digits.count > rect.width ? "*" : digits
    var style = count == 0 ? look.dim : Style(ground?.opposite, on: ground, bold: isRight)
    if look.theme.isMono { style = Style(nil, bold: !isRight && count > 0) }
    if count > 0 {
      drawing.write(String(repeating: " ", count: rect.width), x: rect.x, y: rect.y, style: style)
    }
    drawing.write(
      text, x: rect.x, y: rect.y, width: rect.width, alignment: .right, style: style)
  }

  private func drawPairs(into drawing: inout Drawing, in rect: Rect) {
    var pairs: [(count: Int, row: Int, column: Int)] = []
    for row in names.indices {
      for column in names.indices where row != column {
        let count = confusion[row * names.count + column]
        if count > 0 { pairs.append((count, row, column)) }
      }
    }
    pairs.sort {
      $0.count == $1.count ? ($0.row, $0.column) < ($1.row, $1.column) : $0.count > $1.count
    }
    let title = pairs.isEmpty ? "nothing is confused" : "most often confused"
    drawing.write(title, x: rect.x, y: rect.y, style: look.dim, maxWidth: rect.width)
    for (offset, pair) in pairs.prefix(rect.height - 1).enumerated() {
      drawing.write(
        look.fitting(
          [
            "\(names[pair.row]) taken for \(names[pair.column]): \(pair.count)",
            "\(names[pair.row])>\(names[pair.column]): \(pair.count)",
          ], rect.width), x: rect.x, y: rect.y + 1 + offset, style: look.text,
        maxWidth: rect.width)
    }
  }
}
