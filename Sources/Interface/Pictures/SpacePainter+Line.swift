import Canvas

/// One dimension: time runs across, the state upwards.
extension SpacePainter {
  func drawLine(into drawing: inout Drawing, in rect: Rect) {
    let gutter = 6
    guard rect.width >= 12, rect.height >= 4 else { return }
    let plot = Rect(
      x: rect.x + gutter, y: rect.y, width: rect.width - gutter, height: rect.height - 1)
    drawAxes(into: &drawing, rect, plot)
    var canvas = Drawing(columns: plot.width, rows: plot.height)
    let frame = LineFrame(bounds, wide: canvas.unitsWide, high: canvas.unitsHigh)
    let zero = frame(0, 0).y
    canvas.line(
      0, zero, Float(canvas.unitsWide), zero, Ink(look.theme.floor, layer: Layers.floor), gap: 2)
    var marks: [Mark] = []
    let t = isOfFeatures ? 1 : time
    if field != .none && !isOfFeatures { drawField(frame, on: &canvas) }
    let head = frame(Float(t), 0).x
    canvas.line(
      head, 0, head, Float(canvas.unitsHigh), Ink(look.theme.floor, layer: Layers.floor, rank: 1))
    drawTrails(frame, until: t, on: &canvas, marks: &marks)
    if let probe { drawProbe(probe, frame, until: t, on: &canvas) }
    put(marks, on: &canvas)
    drawing.add(canvas, x: plot.x, y: plot.y)
    drawLegend(into: &drawing, in: plot)
  }

  /// The map from (t, h) to the drawing's units.
  struct LineFrame {
    let wide: Float
    let high: Float
    let lower: Float
    let span: Float

    init(_ bounds: SpaceBounds, wide: Int, high: Int) {
      self.wide = Float(wide - 3)
      self.high = Float(high - 3)
      lower = bounds.lower[0]
      span = max(1e-6, bounds.upper[0] - bounds.lower[0])
    }

    func callAsFunction(_ t: Float, _ h: Float) -> Place {
      (1 + t * wide, 1 + (1 - (h - lower) / span) * high, 1)
    }
  }

  private func drawAxes(into drawing: inout Drawing, _ rect: Rect, _ plot: Rect) {
    let style = look.dim
    let frame = LineFrame(bounds, wide: plot.width * 2, high: plot.height * 4)
    let values = Ticks.linear(
      Double(bounds.lower[0]), Double(bounds.upper[0]), count: max(2, plot.height / 3))
    let step = values.count > 1 ? values[1] - values[0] : 0
    for value in values {
      let y = frame(0, Float(value)).y
      guard y >= 0, y < Float(plot.height * 4) else { continue }
      drawing.write(
        Ticks.label(value, step: step), x: rect.x, y: plot.y + Int(y) / 4, width: 5,
        alignment: .right, style: style)
    }
    let y = plot.maxY
    drawing.write("t = 0", x: plot.x, y: y, style: style)
    drawing.write("1", x: plot.x, y: y, width: plot.width, alignment: .right, style: style)
    let name = reader.axisName(0)
    if !name.isEmpty && values.last.map({ frame(0, Float($0)).y >= 4 }) ?? true {
      drawing.write(
        name, x: rect.x, y: rect.y, width: 5, alignment: .right, style: style)
    }
  }

  /// Draws short strokes of the slope dh/dt at the field's times and sites.
  private func drawField(_ frame: LineFrame, on canvas: inout Drawing) {
    guard reader.slices > 0, reader.sites > 0 else { return }
    let acrossStep = max(1, reader.slices * 9 / max(9, canvas.unitsWide))
    var inks = inks
    let upStep = max(1, reader.sites * 7 / max(7, canvas.unitsHigh))
    for slice in stride(from: 0, to: reader.slices, by: acrossStep) {
      let t = reader.picture.fieldTimes[slice]
      for site in stride(from: 0, to: reader.sites, by: upStep) {
        let slope = reader.picture.field[slice * reader.sites + site]
        let at = frame(t, reader.picture.lattice[site])
        let (dx, dy) = (frame.wide, -slope / frame.span * frame.high)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length.isFinite, length > 0 else { continue }
        let size: Float = 2.6 / length
        canvas.line(
          at.x - dx * size, at.y - dy * size, at.x + dx * size, at.y + dy * size,
          inks(abs(slope)), gap: gap)
      }
    }
  }

  private func drawTrails(
    _ frame: LineFrame, until t: Double, on canvas: inout Drawing, marks: inout [Mark]
  ) {
    guard reader.frames > 0 else { return }
    let moment = reader.moment(t)
    // By class (x) and whether the point is learned (y = 0).
    var trails: [SIMD2<Float>: Trail] = [:]
    for point in reader.drawnPoints {
      let label = reader.label(point)
      let isBeside = reader.isBeside(point)
      let color = look.color(label, reader.picture.meaning)
      // Few enough strands to leave the field visible between them.
      let isStrand =
        point % max(1, reader.points / max(8, canvas.rows)) == 0 && !(isBeside && look.isSparse)
      let kind = SIMD2(label, isBeside ? 1 : 0)
      let trail =
        trails[kind]
        ?? Trail(
          color, look.theme,
          fades: isBeside ? [0.76, 0.72, 0.68, 0.6] : [0.64, 0.56, 0.44, 0.24])
      trails[kind] = trail
      let place = { (t: Float, h: SIMD3<Float>) in frame(t, h.x) }
      reader.walk(point, until: moment, hasLast: true, place) { a, b, number in
        let ink = trail.ink(number, of: moment.frame + 1)
        // Blocks have no path: mark only where each begins and ends.
        if reader.picture.isDiscrete {
          canvas.blob(a.x, a.y, ink)
        } else if isStrand {
          canvas.line(a.x, a.y, b.x, b.y, ink)
        }
      }
      let at = place(reader.time(of: moment), reader.position(at: moment, point))
      drawPoint(point, at: at, color, size: 3, rank: 1, on: &canvas, marks: &marks)
    }
  }

  private func drawProbe(
    _ probe: SpaceReader, _ frame: LineFrame, until t: Double, on canvas: inout Drawing
  ) {
    guard probe.frames > 0 else { return }
    let ink = Ink(look.theme.highlight, layer: Layers.probe, bold: true)
    let times = probe.picture.times
    var from = frame(times[0], probe.position(0, 0).x)
    for number in 1..<max(2, probe.frames)
    where number < probe.frames && Double(times[number]) <= t + 1e-6 {
      let to = frame(times[number], probe.position(number, 0).x)
      canvas.line(from.x, from.y, to.x, to.y, ink)
      from = to
    }
    canvas.blob(from.x, from.y, size: 3, ink)
  }
}
