import Canvas
import LiveSession

/// Two dimensions: a unit is equally long along both axes.
extension SpacePainter {
  func drawPlane(into drawing: inout Drawing, in rect: Rect) {
    guard rect.width >= 4, rect.height >= 2 else { return }
    var canvas = Drawing(columns: rect.width, rows: rect.height)
    let frame = PlaneFrame(
      bounds, zoom: camera.zoom, wide: canvas.unitsWide, high: canvas.unitsHigh, aside: 2 * aside)
    var marks: [Mark] = []
    drawAxes(frame, on: &canvas, marks: &marks, rect)
    // The readout divides the points at t = 1.
    if isOfFeatures || time >= 0.995 {
      Self.drawDecision(reader.picture, bounds, look, on: &canvas) { frame($0) }
    }
    if !isOfFeatures {
      drawField(SIMD3(frame.scale, frame.scale, 0), on: &canvas) { frame($0) }
      // Older pieces of a path are fainter and thinner.
      drawTrails(fades: [0.76, 0.64, 0.44, 0.26], on: &canvas) { frame($0) }
    }
    drawPoints(frame, on: &canvas, marks: &marks)
    drawProbe(on: &canvas) { frame($0) }
    put(marks, on: &canvas)
    drawing.add(canvas, x: rect.x, y: rect.y)
    drawLegend(into: &drawing, in: rect)
  }

  /// The map from the plane to the drawing's units.
  struct PlaneFrame {
    let middle: (x: Float, y: Float)
    let scale: Float
    let centre: (x: Float, y: Float)

    /// - Parameter aside: units at the right to leave free if possible.
    init(_ bounds: SpaceBounds, zoom: Float, wide: Int, high: Int, aside: Int = 0) {
      middle = (bounds.middle(0), bounds.middle(1))
      let content = SIMD2(2 * bounds.half(0), 2 * bounds.half(1))
      let fit = Self.scale(of: content, wide: wide, high: high, aside: aside)
      scale = fit * zoom
      centre = (Self.centre(of: content.x * fit + 4, wide, aside: aside), Float(high) / 2)
    }

    /// The scale that fits content into a picture. It leaves the last `aside` units of the width
    /// free as far as the content still fills most of the picture's shorter side.
    static func scale(of content: SIMD2<Float>, wide: Int, high: Int, aside: Int) -> Float {
      let content = SIMD2(max(content.x, 1e-6), max(content.y, 1e-6))
      func fit(_ wide: Int) -> Float {
        // Two units on each side are for the points' own size.
        min(Float(max(2, wide - 4)) / content.x, Float(max(2, high - 4)) / content.y)
      }
      let least = 0.96 * Float(min(wide, high)) / max(content.x, content.y)
      return max(fit(wide - aside), min(fit(wide), least))
    }

    /// The middle of `content` units within `wide` ones, the last `aside` of them free if possible.
    static func centre(of content: Float, _ wide: Int, aside: Int) -> Float {
      min(Float(wide) / 2, max(Float(wide - aside) / 2, content / 2))
    }

    func callAsFunction(_ point: SIMD3<Float>) -> Place {
      (centre.x + (point.x - middle.x) * scale, centre.y - (point.y - middle.y) * scale, 1)
    }
  }

  private func drawAxes(
    _ frame: PlaneFrame, on canvas: inout Drawing, marks: inout [Mark], _ rect: Rect
  ) {
    let ink = Ink(look.theme.floor, layer: Layers.floor)
    let origin = frame(SIMD3(0, 0, 0))
    let (wide, high) = (Float(canvas.unitsWide - 2 * aside), Float(canvas.unitsHigh))
    canvas.line(0, origin.y, wide, origin.y, ink, gap: 2)
    canvas.line(origin.x, 0, origin.x, high, ink, gap: 2)
    // Marks at round numbers show the scale.
    let unit = Float(Ticks.step(atLeast: Double(max(bounds.half(0), bounds.half(1))) / 3))
    let most = 12
    for k in -most...most where k != 0 {
      let along = frame(SIMD3(Float(k) * unit, Float(k) * unit, 0))
      canvas.line(along.x, origin.y - 1, along.x, origin.y + 1, ink)
      canvas.line(origin.x - 1, along.y, origin.x + 1, along.y, ink)
    }
    let style = look.dim
    let name = reader.axisName(0)
    if origin.y >= 0 && origin.y < high && !name.isEmpty {
      marks.append(Mark(text: name, x: wide - 1, y: origin.y, style: style))
    }
    if origin.x >= 0 && origin.x < wide {
      marks.append(Mark(text: reader.axisName(1), x: origin.x, y: 0, style: style))
    }
    let tick = frame(SIMD3(unit, 0, 0))
    let below = origin.y + 4
    if unit > 0 && tick.x < wide - 8 && below < high && below >= 0 && tick.x >= 0 {
      let label = Ticks.label(Double(unit), step: Double(unit))
      marks.append(Mark(text: label, x: tick.x, y: below, style: style))
    }
  }

  private func drawPoints(
    _ frame: PlaneFrame, on canvas: inout Drawing, marks: inout [Mark]
  ) {
    guard reader.frames > 0 else { return }
    let moment = reader.moment(isOfFeatures ? 1 : time)
    for point in reader.drawnPoints {
      let label = reader.label(point)
      drawPoint(
        point, at: frame(reader.position(at: moment, point)),
        look.color(label, reader.picture.meaning), size: canvas.pointSize,
        rank: label < 0 ? 2 : 1, on: &canvas, marks: &marks)
    }
  }

  /// Draws the readout's borders between two or several classes.
  static func drawDecision(
    _ picture: SpacePicture, _ bounds: SpaceBounds, _ look: Look,
    on canvas: inout Drawing, _ place: (SIMD3<Float>) -> Place
  ) {
    for border in bounds.borders(of: picture) {
      let (a, b) = (place(border.0), place(border.1))
      canvas.line(a.x, a.y, b.x, b.y, Ink(look.theme.decision, layer: Layers.decision))
    }
    guard let line = picture.decision else { return }
    drawBorder(line, bounds, look, gap: 0, on: &canvas, place)
  }

  /// Draws the line n₁x + n₂y + c = 0.
  static func drawBorder(
    _ line: [Float], _ bounds: SpaceBounds, _ look: Look, gap: Int,
    on canvas: inout Drawing, _ place: (SIMD3<Float>) -> Place
  ) {
    guard line.count >= 3 else { return }
    let normal = SIMD3(line[0], line[1], 0)
    let square = (normal * normal).sum()
    guard square > 0, square.isFinite, line[2].isFinite else { return }
    // Both ways from the foot of the perpendicular from the picture's middle.
    let middle = SIMD3(bounds.middle(0), bounds.middle(1), 0)
    let foot = middle - normal * (((normal * middle).sum() + line[2]) / square)
    let reach = 4 * (bounds.half(0) + bounds.half(1)) / square.squareRoot()
    let along = SIMD3(-normal.y, normal.x, 0) * reach
    let (a, b) = (place(foot - along), place(foot + along))
    canvas.line(a.x, a.y, b.x, b.y, Ink(look.theme.decision, layer: Layers.decision), gap: gap)
  }
}
