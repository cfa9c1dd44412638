import Canvas
import Math

extension SweepPainter {
  /// Draws a small chart: its name and last median, and below them the medians with a band between
  /// the quartiles, on axes that all cells share. If there is room, the axes' ends are labelled.
  func drawStrip(
    _ name: String, _ levels: [SweepBoard.Level], _ range: ClosedRange<Float>?,
    _ cell: SweepBoard.Cell, into screen: inout Composition, in rect: Rect
  ) {
    let value = levels.last.map { number($0.median) } ?? "-"
    let used = screen.grid.write(
      name + " ", x: rect.x, y: rect.y, style: Style(theme.dim), maxWidth: rect.width)
    screen.grid.write(
      value, x: rect.x + used, y: rect.y, style: Style(look.color(cell.family), bold: true),
      maxWidth: rect.width - used)
    guard let range, rect.height > 1, !levels.isEmpty else { return }
    let plot = drawEnds(
      of: range, into: &screen.grid,
      in: Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1))
    let canvas = curve(
      levels, range, look.color(cell.family), columns: plot.width, rows: plot.height)
    screen.place(canvas, x: plot.x, y: plot.y)
  }

  /// Labels the ends of a chart's axes, if there is room, and returns the rest for the curve.
  private func drawEnds(
    of range: ClosedRange<Float>, into grid: inout CellGrid, in rect: Rect
  ) -> Rect {
    let labels = (top: Self.end(range.upperBound), bottom: Self.end(range.lowerBound))
    let gutter = max(labels.top.count, labels.bottom.count) + 1
    // The curve matters most, and needs most of the room.
    guard rect.height >= 4, rect.width >= gutter + 8 else { return rect }
    let plot = Rect(
      x: rect.x + gutter, y: rect.y, width: rect.width - gutter, height: rect.height - 1)
    let (text, line) = (Style(theme.dim), Style(theme.border))
    for y in plot.y..<plot.maxY {
      grid.put(Glyph.vertical, x: plot.x - 1, y: y, style: line)
    }
    for (label, y) in [(labels.bottom, plot.maxY - 1), (labels.top, plot.y)]
    where y > plot.y || spansAxis(range) {
      grid.write(label, x: rect.x, y: y, width: gutter - 1, alignment: .right, style: text)
    }
    let last = "\(board.epochs)"
    let words = ["epoch 1 to \(last)", "epoch \(last)", last].first { $0.count <= plot.width }
    grid.write(
      words ?? "", x: plot.x, y: plot.maxY, width: plot.width, alignment: .right, style: text)
    return plot
  }

  /// The least decades on an axis: a curve that hardly changes looks flat, at the bottom.
  private static let leastSpan: Float = 0.1

  private func spansAxis(_ range: ClosedRange<Float>) -> Bool {
    Elementary.log10(range.upperBound) - Elementary.log10(range.lowerBound) >= Self.leastSpan
  }

  /// The label of an axis' end, to about two digits.
  private static func end(_ value: Float) -> String {
    switch value {
    case ..<0.001: NumberText.scientific(Double(value), 0)
    case ..<0.01: NumberText.fixed(Double(value), 4)
    case ..<0.1: NumberText.fixed(Double(value), 3)
    case ..<1: NumberText.fixed(Double(value), 2)
    case ..<10: NumberText.fixed(Double(value), 1)
    default: NumberText.fixed(Double(value), 0)
    }
  }

  private func curve(
    _ levels: [SweepBoard.Level], _ range: ClosedRange<Float>, _ color: Color?, columns: Int,
    rows: Int
  ) -> Drawing {
    var canvas = Drawing(columns: columns, rows: rows)
    let high = Float(canvas.unitsHigh - 1)
    let bottom = Elementary.log10(range.lowerBound)
    let top = Elementary.log10(range.upperBound)
    let span = max(Self.leastSpan, top - bottom)
    func y(_ value: Float) -> Float? {
      guard value.isFinite, value > 0 else { return nil }
      return min(max(0, high - (Elementary.log10(value) - bottom) / span * high), high)
    }
    let step = Float(canvas.unitsWide - 1) / Float(max(1, board.epochs - 1))
    if !theme.isMono {
      canvas.band(
        levels.enumerated().map { index, level in
          guard let from = y(level.lower), let to = y(level.upper) else { return nil }
          return SIMD3(Float(index) * step, from, to)
        }, Ink(theme.faded(color, 0.6)))
    }
    let ink = Ink(color, layer: 1, bold: true)
    var previous: (x: Float, y: Float)?
    for (index, level) in levels.enumerated() {
      let x = Float(index) * step
      guard let now = y(level.median) else { continue }
      if let previous { canvas.line(previous.x, previous.y, x, now, ink) }
      canvas.dot(x, now, ink)
      previous = (x, now)
    }
    return canvas
  }
}
