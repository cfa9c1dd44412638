import Canvas

/// Three dimensions as the camera sees them: nearer is brighter.
extension SpacePainter {
  func drawSolid(into drawing: inout Drawing, in rect: Rect) {
    guard rect.width >= 4, rect.height >= 2 else { return }
    var canvas = Drawing(columns: rect.width, rows: rect.height)
    let scene = SolidScene(
      bounds, camera, isUpright: reader.picture.hasFloor, wide: canvas.unitsWide,
      high: canvas.unitsHigh, aside: 2 * aside)
    var marks: [Mark] = []
    drawFloor(scene, on: &canvas)
    if isOfFeatures {
      drawDecision(scene, on: &canvas)
    } else {
      drawField(scene.scale * scene.dots, on: &canvas) { scene($0) }
      drawTrails(fades: [0.56, 0.56, 0.42, 0.26], depths: depths, on: &canvas) { scene($0) }
    }
    let points = drawPoints(scene, on: &canvas, marks: &marks)
    marks += names(scene, besides: points)
    drawProbe(on: &canvas) { scene($0) }
    put(marks, on: &canvas)
    drawing.add(canvas, x: rect.x, y: rect.y)
    drawLegend(into: &drawing, in: rect)
  }

  /// The map from space to the drawing's units, with a depth 0 (far) … 1 (near).
  struct SolidScene {
    let middle: SIMD3<Float>
    let scale: SIMD3<Float>
    let projection: Camera.Projection
    let dots: Float
    let centre: (x: Float, y: Float)

    /// A unit is equally long along all axes, but a third axis too tall for the picture is
    /// compressed.
    ///
    /// - Parameter aside: units at the right to leave free if possible.
    init(
      _ bounds: SpaceBounds, _ camera: Camera, isUpright: Bool, wide: Int, high: Int, aside: Int = 0
    ) {
      middle = SIMD3(bounds.middle(0), bounds.middle(1), bounds.middle(2))
      let across = max(bounds.half(0), bounds.half(1), 1e-6)
      let tall = max(bounds.half(2), 1e-6)
      let unit = 1 / across
      scale = SIMD3(unit, unit, min(unit, 1.1 / tall))
      projection = camera.projection
      let up = tall * scale.z
      // Room for the scene at any azimuth keeps its size constant while it turns.
      let tilt = abs(projection.sinE)
      let room = 1.12 * tilt + up * projection.cosE + 0.1
      dots = min(Float(wide) / 2 / 1.32, Float(high) / 2 / max(room, 0.5))
      centre = (
        PlaneFrame.centre(of: 2 * 1.32 * dots, wide, aside: aside), Float(high) / 2
      )
    }

    func callAsFunction(_ point: SIMD3<Float>) -> Place {
      let p = (point - middle) * scale
      let seen = projection(p.x, p.y, p.z)
      return (
        centre.x + seen.x * dots, centre.y - seen.y * dots,
        min(max(0, (seen.depth + 1.3) / 2.6), 1)
      )
    }
  }

  /// Steps of shading from far to near; few without fine colours, to send less.
  var depths: Int { look.theme.isFine ? 24 : 5 }

  private func shaded(_ color: Color?, _ depth: Float, fade: Float, range: Float) -> Color? {
    let level = (depth * Float(depths)).rounded() / Float(depths)
    return look.theme.faded(color, fade + range * (1 - level))
  }

  private func drawFloor(_ scene: SolidScene, on canvas: inout Drawing) {
    let ground: Float = reader.picture.hasFloor ? 0 : bounds.lower[2]
    let lines = 8
    let half = max(bounds.half(0), bounds.half(1))
    let (cx, cy) = (bounds.middle(0), bounds.middle(1))
    for k in 0...lines where !look.isSparse || k == 0 || k == lines {
      let offset = half * (Float(k) / Float(lines) * 2 - 1)
      for isAcross in [true, false] {
        let a = SIMD3(
          isAcross ? cx - half : cx + offset, isAcross ? cy + offset : cy - half, ground)
        let b = SIMD3(
          isAcross ? cx + half : cx + offset, isAcross ? cy + offset : cy + half, ground)
        let (from, to) = (scene(a), scene(b))
        let ink = Ink(look.theme.floor, layer: Layers.floor)
        canvas.line(
          from.x, from.y, to.x, to.y, ink, gap: !look.isSparse && (k == 0 || k == lines) ? 0 : 2)
      }
    }
    // The third axis rises from the middle of the floor.
    let top = SIMD3(cx, cy, bounds.upper[2])
    let low = SIMD3(cx, cy, bounds.lower[2])
    let (a, b) = (scene(low), scene(top))
    canvas.line(
      a.x, a.y, b.x, b.y, Ink(look.theme.faded(look.theme.dim, 0.3), layer: Layers.floor, rank: 9),
      gap: 1)
  }

  /// The axes' names at their ends, or a little beyond if points are in the way.
  private func names(_ scene: SolidScene, besides points: Set<Int>) -> [Mark] {
    let style = Style(look.theme.dim)
    let ground: Float = reader.picture.hasFloor ? 0 : bounds.lower[2]
    let foot = SIMD3(bounds.middle(0), bounds.middle(1), ground)
    let half = max(bounds.half(0), bounds.half(1))
    let top = scene(SIMD3(foot.x, foot.y, bounds.upper[2]))
    let above = [Float(2), 6, 10].map { rise in
      Mark(text: reader.axisName(2), x: top.x, y: max(0, top.y - rise), style: style)
    }
    let ends = (0..<2).map { axis in
      [Float(1.12), 1.3, 1.5, 1.7].map { reach in
        var end = foot
        end[axis] += half * reach
        let at = scene(end)
        return Mark(text: reader.axisName(axis), x: at.x, y: at.y, style: style)
      }
    }
    return ([above] + ends).compactMap { places in places.first { !$0.covers(points) } }
  }

  /// Draws the points; returns their cells (see `Mark.covers`).
  private func drawPoints(
    _ scene: SolidScene, on canvas: inout Drawing, marks: inout [Mark]
  ) -> Set<Int> {
    guard reader.frames > 0 else { return [] }
    var cells: Set<Int> = []
    let moment = reader.moment(isOfFeatures ? 1 : time)
    var letters: [(depth: Float, mark: Mark)] = []
    for point in 0..<reader.points {
      let label = reader.label(point)
      let at = scene(reader.position(at: moment, point))
      let meaning = reader.picture.meaning
      let color = shaded(
        look.color(label, meaning), at.depth, fade: 0, range: 0.5)
      if at.x >= 0, at.y >= 0, at.x < 8000, at.y < 8000 {
        cells.insert(Int(at.y) / 4 * 4096 + Int(at.x) / 2)
      }
      if look.marksPointsByGlyph {
        let style = Style(color, bold: at.depth > 0.5)
        let text = String(look.glyph(label, meaning))
        letters.append((at.depth, Mark(text: text, x: at.x, y: at.y, style: style)))
      } else {
        canvas.blob(
          at.x, at.y, size: canvas.pointSize,
          Ink(color, layer: Layers.points, rank: Self.rank(at.depth), bold: at.depth > 0.5))
      }
    }
    letters.sort { $0.depth < $1.depth }
    marks += letters.map(\.mark)
    return cells
  }

  /// Draws the readout planes within the bounds: transparent, with outlines.
  private func drawDecision(_ scene: SolidScene, on canvas: inout Drawing) {
    for sheet in bounds.sheets(of: reader.picture) {
      let corners = sheet.map { corner -> Drawing.Point in
        let at = scene(corner)
        return SIMD2(at.x, at.y)
      }
      guard let last = corners.last else { continue }
      canvas.fill(
        corners, Ink(look.theme.faded(look.theme.decision, 0.4), layer: Layers.field),
        isSheet: true)
      let outline = Ink(look.theme.decision, layer: Layers.field, rank: 1)
      var from = last
      for to in corners {
        canvas.line(from.x, from.y, to.x, to.y, outline)
        from = to
      }
    }
  }
}
