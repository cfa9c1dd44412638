import Canvas

/// Lines of the input space advected to time t: the warped grid and the rubber band.
struct LinesPicture {
  let reader: SpaceReader
  let bounds: SpaceBounds
  /// Closed curves of the classes rather than the lattice.
  let areBands: Bool
  let time: Double
  let camera: Camera
  let look: Look
  /// The readout plane n₁x + n₂y + c = 0; drawn at t = 1 with the bands.
  var decision: [Float]?
  /// The lines advected by the training's solver if they do not follow the flow; its tolerance.
  var asTrained: (reader: SpaceReader, tolerance: Double)?
  /// Columns at the right that other text occupies.
  var aside = 0

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard rect.width >= 4, rect.height >= 2, reader.frames > 0 else { return }
    var canvas = Drawing(columns: rect.width, rows: rect.height)
    let place = SpacePainter.map(reader, bounds, camera, canvas, aside: aside)
    let moment = reader.moment(time)
    if let asTrained {
      draw(asTrained.reader, asTrained.reader.moment(time), isFaint: true, place, on: &canvas)
    }
    draw(reader, moment, isFaint: false, place, on: &canvas)
    if areBands, time >= 0.995, reader.axes == 2, let decision {
      SpacePainter.drawBorder(decision, bounds, look, gap: 2, on: &canvas, place)
    }
    drawing.add(canvas, x: rect.x, y: rect.y)
    if areBands { drawWinding(moment, into: &drawing, in: rect) }
  }

  private func draw(
    _ reader: SpaceReader, _ moment: (frame: Int, fraction: Float), isFaint: Bool,
    _ place: (SIMD3<Float>) -> SpacePainter.Place, on canvas: inout Drawing
  ) {
    var start = 0
    let lines = reader.picture.lineLengths
    // Single points are the marks of one advected line.
    if lines.allSatisfy({ $0 == 1 }) {
      let ink = Ink(look.theme.decision, layer: Layers.trails, bold: true)
      var from: SpacePainter.Place?
      for k in 0..<reader.points {
        let to = place(reader.position(at: moment, k))
        if let from { canvas.line(from.x, from.y, to.x, to.y, ink) }
        canvas.blob(to.x, to.y, size: 3, ink)
        from = to
      }
      return
    }
    for (number, length) in lines.enumerated() {
      defer { start += length }
      guard start + length <= reader.points else { return }
      var ink = ink(of: start, number, lines.count)
      if isFaint {
        ink = Ink(look.theme.faded(ink.color, 0.6), layer: Layers.trails)
      }
      var from = place(reader.position(at: moment, start))
      for k in start + 1..<start + length {
        let to = place(reader.position(at: moment, k))
        var shade = ink
        shade.rank = SpacePainter.rank(to.depth)
        let level = ((1 - to.depth) * 4).rounded() / 4
        shade.color = look.theme.faded(ink.color, 0.45 * level)
        canvas.line(
          from.x, from.y, to.x, to.y, shade, gap: isFaint ? 3 : isDashed(start) ? 2 : 0)
        from = to
      }
    }
  }

  private func isDashed(_ point: Int) -> Bool { look.theme.isMono && reader.label(point) < 0 }

  private func ink(of point: Int, _ number: Int, _ count: Int) -> Ink {
    let label = reader.label(point)
    guard areBands else {
      // The rim and the middle lines stand out to show where up and right went.
      let half = count / 2
      let place = number % max(1, half)
      let isStrong = place == 0 || place == half - 1 || place == half / 2
      return Ink(
        look.theme.faded(look.theme.decision, isStrong ? 0.1 : 0.5), layer: Layers.trails,
        bold: isStrong)
    }
    return Ink(look.theme.classColor(label), layer: Layers.points, bold: true)
  }

  /// Writes how often the outer curve winds round the disk's, and why that cannot change.
  private func drawWinding(
    _ moment: (frame: Int, fraction: Float), into drawing: inout Drawing, in rect: Rect
  ) {
    let text: [String]
    let width = rect.width - aside
    if reader.axes == 2 {
      let number = reader.winding(moment)
      let count = number.map { NumberText.fixed(Double($0), 0) } ?? "?"
      // Whether it can change, in many words and in few.
      let reason: (String, String)
      switch reader.picture.crossing {
      case .ofPositions?:
        reason = ("positions can pass each other", "positions may change it")
      case .ofInputs?:
        reason = ("each input's own field may change it", "own fields may change it")
      case nil:
        reason =
          reader.picture.isDiscrete
          ? ("a residual block may carry a curve through the other", "blocks may change")
          : ("no flow of the plane can change that", "the plane cannot change it")
      }
      let subject =
        reader.picture.isDiscrete ? count + "\u{D7}" : "the ring's curve winds \(count)\u{D7}"
      text = [
        "\(subject) round the disk: \(reason.0)", "winding number \(count): \(reason.1)",
        "winding number \(count)",
      ]
    } else {
      text = [
        "no winding number in space: the disk's curve can leave along the added axis",
        "in space the disk's curve can slip out", "in space it can slip out",
      ]
    }
    drawing.write(
      look.fitting(text, width), x: rect.x, y: rect.y, style: look.words(nil), maxWidth: width)
    guard let asTrained, rect.height >= 8 else { return }
    let tolerance = NumberText.setting(asTrained.tolerance)
    drawing.write(
      look.fitting(
        [
          "faint: the training solver's steps at \(tolerance), which may cross: not a flow",
          "faint: steps at \(tolerance), not a flow: may cross",
          "faint: steps at \(tolerance)",
        ], width), x: rect.x, y: rect.y + 1, style: look.dim, maxWidth: width)
  }
}
