extension Drawing: CustomStringConvertible {
  /// The picture as text, one mark per line, for tests.
  package var description: String {
    lines(indent: "").joined(separator: "\n") + "\n"
  }

  private func lines(indent: String) -> [String] {
    var lines = ["\(indent)picture \(columns)x\(rows)"]
    for mark in marks {
      let text: String
      switch mark {
      case .run(let range):
        lines += inked[range].map { "\(indent)  \(self.text($0))" }
        continue
      case .raster(let raster):
        let numbers = raster.values.prefix(64).map { Self.text($0) }.joined(separator: " ")
        let rest = raster.values.count > 64 ? " ... \(raster.values.count) numbers" : ""
        text =
          "raster \(raster.width)x\(raster.height) in \(Self.text(raster.rect)): \(numbers)\(rest)"
      case .symbol(let symbol):
        text = "symbol '\(symbol.glyph)' \(Self.text(symbol.style)): \(Self.text(symbol.at))"
      case .label(let label):
        text = "label \(Self.text(label.place)) \(Self.text(label.style)): \(label.text)"
      case .group(let inner, let x, let y):
        lines.append("\(indent)  at \(x),\(y)")
        lines += inner.lines(indent: indent + "  ")
        continue
      }
      lines.append("\(indent)  \(text)")
    }
    return lines
  }

  private func text(_ inked: Inked) -> String {
    switch inked {
    case .stroke(let stroke):
      let gap = stroke.gap > 0 ? " gap \(stroke.gap)" : ""
      return "stroke \(Self.text(stroke.ink))\(gap): \(Self.text(points(of: stroke)))"
    case .dot(let dot):
      return "dot \(Self.text(dot.ink)) size \(dot.size): \(Self.text(dot.at))"
    case .fill(let fill):
      return
        "\(fill.isSheet ? "sheet" : "fill") \(Self.text(fill.ink)): \(Self.text(points(of: fill)))"
    }
  }

  private static func text(_ value: Float) -> String { NumberText.fixed(Double(value), 1) }

  private static func text(_ point: Point) -> String { "\(text(point.x)),\(text(point.y))" }

  private static func text(_ points: ArraySlice<Point>) -> String {
    points.map { text($0) }.joined(separator: " ")
  }

  private static func text(_ rect: Rect) -> String {
    "\(rect.x),\(rect.y) \(rect.width)x\(rect.height)"
  }

  private static func text(_ color: Color?) -> String { color?.hex ?? "plain" }

  private static func text(_ ink: Ink) -> String {
    "\(text(ink.color))\(ink.isBold ? " bold" : "") layer \(ink.layer)"
  }

  private static func text(_ style: Style) -> String {
    text(style.foreground) + (style.background.map { " on \(text($0))" } ?? "")
      + (style.isBold ? " bold" : "")
  }

  private static func text(_ place: Label.Place) -> String {
    switch place {
    case .cells(let x, let y, let width, let alignment):
      "\(x),\(y)" + (width < 10_000 ? " width \(width)" : "") + " \(alignment)"
    case .point(let point): "at \(text(point))"
    }
  }
}
