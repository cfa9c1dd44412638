import Canvas
import Math

/// Median, quartiles and extremes of several samples on one axis, a row each.
struct RangeChart {
  struct Row {
    var name: String
    var color: Color?
    var values: [Double]
  }

  var rows: [Row]
  var isLogarithmic: Bool
  var theme: Theme

  private func laidOut(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    return isLogarithmic ? (value > 0 ? Elementary.log10(value) : nil) : value
  }

  func draw(into drawing: inout Drawing, in rect: Rect) {
    let names = min(rect.width / 3, rows.map { TextRow.width(of: $0.name) }.max() ?? 0)
    let notes = 9
    let plot = Rect(
      x: rect.x + names + 1, y: rect.y, width: rect.width - names - notes - 2, height: rows.count)
    guard plot.width >= 10 else { return }
    let shown = rows.flatMap(\.values).compactMap(laidOut)
    var low = shown.min() ?? 0
    var high = shown.max() ?? 1
    let least = isLogarithmic ? 0.3 : max(1e-6, max(abs(low), abs(high)) * 0.02)
    if high - low < least { (low, high) = (low - least / 2, high + least / 2) }
    let margin = 0.03 * (high - low)
    (low, high) = (low - margin, high + margin)
    var canvas = Drawing(columns: plot.width, rows: plot.height)
    let wide = Float(canvas.unitsWide - 1)
    func x(_ value: Double) -> Float? {
      laidOut(value).map { Float(($0 - low) / (high - low)) * wide }
    }
    for (index, row) in rows.enumerated() {
      let y = plot.y + index
      drawing.write(
        row.name, x: rect.x, y: y, style: Style(row.color, bold: true), maxWidth: names)
      guard let quartiles = Quartiles(row.values) else { continue }
      drawing.write(
        Report.number(quartiles.median), x: rect.maxX - notes, y: y, width: notes,
        alignment: .right,
        style: Style(theme.text))
      let middle = Float(4 * index) + 1.5
      let faint = Ink(theme.faded(row.color, 0.5))
      if let from = x(row.values.min() ?? 0), let to = x(largestFinite(row.values)) {
        canvas.line(from, middle, to, middle, faint)
      }
      if let from = x(quartiles.lower), let to = x(min(quartiles.upper, largestFinite(row.values)))
      {
        for offset in [Float(0), 1] {
          canvas.line(from, middle + offset, to, middle + offset, Ink(row.color, layer: 1))
        }
      }
      if let median = x(quartiles.median) {
        canvas.line(
          median, Float(4 * index), median, Float(4 * index + 3),
          Ink(theme.highlight, layer: 2, bold: true))
      }
    }
    drawing.add(canvas, x: plot.x, y: plot.y)
    drawAxis(into: &drawing, plot, low: low, high: high)
  }

  private func largestFinite(_ values: [Double]) -> Double {
    values.filter(\.isFinite).max() ?? .nan
  }

  private func drawAxis(into drawing: inout Drawing, _ plot: Rect, low: Double, high: Double) {
    let y = plot.maxY
    guard y + 1 < drawing.rows else { return }
    for x in plot.x..<plot.maxX {
      drawing.put(Glyph.horizontal, x: x, y: y, style: Style(theme.border))
    }
    let count = max(2, plot.width / 12)
    let ticks =
      isLogarithmic
      ? Ticks.logarithmic(Elementary.pow(10, low), Elementary.pow(10, high), count: count)
      : Ticks.linear(low, high, count: count)
    let step = ticks.count > 1 ? ticks[1] - ticks[0] : 0
    var free = plot.x
    for tick in ticks {
      guard let position = laidOut(tick) else { continue }
      let x = plot.x + Int((position - low) / (high - low) * Double(plot.width - 1))
      let label = Ticks.label(
        tick, step: isLogarithmic ? Elementary.powerOfTen(Elementary.decimalExponent(tick)) : step)
      let start = max(plot.x, x - label.count / 2)
      guard start >= free, start + label.count <= drawing.columns else { continue }
      drawing.put(Glyph.tickBelow, x: x, y: y, style: Style(theme.border))
      drawing.write(label, x: start, y: y + 1, style: Style(theme.dim))
      free = start + label.count + 1
    }
  }
}
