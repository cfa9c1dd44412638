extension LineChart {
  package func drawing(columns: Int, rows: Int) -> Drawing {
    var drawing = Drawing(columns: columns, rows: rows)
    draw(into: &drawing, in: drawing.bounds)
    return drawing
  }

  /// Draws the chart into `rect`: y labels on the left, names of curves on the right, x labels
  /// below. If room is short, it drops the names first, then the labels.
  ///
  /// - Parameter beneath: draws other marks among the curves; their ink sets their layer.
  package func draw(
    into drawing: inout Drawing, in rect: Rect,
    beneath: (Plot, inout Drawing) -> Void = { _, _ in }
  ) {
    guard let (left, columns, rows, margin) = room(in: rect) else { return }
    let axes = axes(columns: columns, rows: rows)

    drawAxes(axes, into: &drawing, rect: rect, left: left, columns: columns, rows: rows)
    var canvas = Drawing(columns: columns, rows: rows)
    let plot = Plot(self, axes, Rect(x: left, y: rect.y, width: columns, height: rows))
    beneath(plot, &canvas)
    drawCurves(plot, axes, on: &canvas)
    drawing.add(canvas, x: left, y: rect.y)
    if margin > 0 {
      drawNames(axes, into: &drawing, x: left + columns + 1, y: rect.y, rows: rows, margin)
    }
  }

  /// The first column, columns and rows of the curves, and the columns left for names; nil without
  /// room for curves.
  private func room(in rect: Rect) -> (left: Int, columns: Int, rows: Int, margin: Int)? {
    guard rect.width >= 4, rect.height >= 3 else { return nil }
    let axisRows = rect.height >= 4 ? 2 : 1
    let rows = rect.height - axisRows
    let provisional = axes(columns: rect.width, rows: rows)
    let gutter = min(rect.width / 3, provisional.yTicks.map { $0.label.count }.max() ?? 0)
    let longest = series.map { TextRow.width(of: title(of: $0)) }.max() ?? 0
    let margin = rect.width - gutter - 1 - longest - 1 >= 12 ? longest + 1 : 0
    let columns = rect.width - gutter - 1 - margin
    guard columns >= 2, rows >= 1 else { return nil }
    return (rect.x + gutter + 1, columns, rows, margin)
  }

  private func title(of curve: Series) -> String {
    curve.note.isEmpty ? curve.name : "\(curve.name) \(curve.note)"
  }

  private func drawAxes(
    _ axes: Axes, into drawing: inout Drawing, rect: Rect, left: Int, columns: Int, rows: Int
  ) {
    let line = Style(axisColor)
    let text = Style(labelColor)
    let bottom = rect.y + rows
    for y in rect.y..<bottom { drawing.put(Glyph.vertical, x: left - 1, y: y, style: line) }
    // Before the first value there is nothing to measure.
    let hasValues = series.contains { curve in
      curve.points.contains { $0.x.isFinite && laidOut($0.y) != nil }
    }
    var lastRow = Int.max
    for tick in axes.yTicks where hasValues {
      let row = bottom - 1 - Int((axes.up(tick.position) * Double(rows)).rounded(.down))
      guard row >= rect.y, row < bottom, lastRow - row >= 1 else { continue }
      lastRow = row
      drawing.put(Glyph.tickLeft, x: left - 1, y: row, style: line)
      drawing.write(
        tick.label, x: rect.x, y: row, width: left - 1 - rect.x, alignment: .right, style: text)
      if let gridColor {
        for x in stride(from: left + 1, to: left + columns, by: 2) {
          drawing.put(Glyph.separator, x: x, y: row, style: Style(gridColor))
        }
      }
    }
    guard bottom < rect.maxY else { return }
    drawing.put(Glyph.axisCorner, x: left - 1, y: bottom, style: line)
    for x in left..<left + columns { drawing.put(Glyph.horizontal, x: x, y: bottom, style: line) }
    guard bottom + 1 < rect.maxY else { return }
    let nameWidth = TextRow.width(of: xName)
    let step = axes.xTicks.count > 1 ? axes.xTicks[1] - axes.xTicks[0] : 0
    let end = rect.maxX - (nameWidth > 0 ? nameWidth + 1 : 0)
    var free = rect.x
    for tick in axes.xTicks where hasValues {
      let x = left + min(columns - 1, Int((tick / axes.xHigh * Double(columns)).rounded(.down)))
      let label = Ticks.label(tick, step: step)
      let start = max(rect.x, x - label.count / 2)
      guard start >= free, start + label.count <= end else { continue }
      drawing.put(tick == 0 ? Glyph.horizontal : Glyph.tickBelow, x: x, y: bottom, style: line)
      drawing.write(label, x: start, y: bottom + 1, style: text)
      free = start + label.count + 1
    }
    if nameWidth > 0 && rect.maxX - nameWidth >= free {
      drawing.write(xName, x: rect.maxX - nameWidth, y: bottom + 1, style: text)
    }
  }

  private func drawCurves(_ plot: Plot, _ axes: Axes, on canvas: inout Drawing) {
    if let markX, markX.isFinite {
      let x = Float(axes.across(markX) * Double(canvas.unitsWide - 1)) + 0.5
      canvas.line(
        x, 0, x, Float(canvas.unitsHigh - 1), Ink(labelColor, layer: 0, rank: 9), gap: 1)
    }
    for (index, curve) in series.enumerated() {
      let rank = UInt8(clamping: index + 1)
      if curve.band.count == curve.points.count {
        let faint = Ink(curve.bandColor ?? curve.color, layer: 0, rank: rank)
        canvas.band(
          zip(curve.points, curve.band).map { point, range in
            guard let from = plot.place(point.x, range.x), let to = plot.place(point.x, range.y)
            else { return nil }
            return SIMD3(from.x, from.y, to.y)
          }, faint)
      }
      var ink = Ink(curve.color, layer: 1, rank: rank, bold: true)
      ink.meeting = meetingColor
      var previous: (Float, Float)?
      for (number, point) in curve.points.enumerated() {
        guard let now = plot.place(point.x, point.y) else {
          previous = nil
          continue
        }
        if curve.isScatter {
          canvas.dot(now.0, now.1, ink)
        } else if let previous {
          canvas.line(previous.0, previous.1, now.0, now.1, ink, gap: curve.isDashed ? 2 : 0)
        } else if number == curve.points.count - 1 || curve.points.count == 1 {
          canvas.blob(now.0, now.1, ink)
        }
        previous = now
      }
    }
  }

  /// Names are at the height of their curve's end, pushed apart so they do not overlap.
  private func drawNames(
    _ axes: Axes, into drawing: inout Drawing, x: Int, y: Int, rows: Int, _ margin: Int
  ) {
    var wanted: [(row: Int, curve: Series)] = series.compactMap { curve in
      guard let last = curve.points.last(where: { laidOut($0.y) != nil }),
        let value = laidOut(last.y)
      else { return nil }
      let row = Int(((1 - axes.up(value)) * Double(rows)).rounded(.down))
      return (min(max(row, 0), rows - 1), curve)
    }
    wanted.sort { $0.row < $1.row }
    for k in wanted.indices.dropFirst() where wanted[k].row <= wanted[k - 1].row {
      wanted[k].row = wanted[k - 1].row + 1
    }
    var limit = rows - 1
    for k in wanted.indices.reversed() {
      wanted[k].row = min(wanted[k].row, limit)
      limit = wanted[k].row - 1
    }
    for item in wanted where item.row >= 0 {
      drawing.write(
        title(of: item.curve), x: x, y: y + item.row, style: Style(item.curve.color, bold: true),
        maxWidth: margin)
    }
  }
}
