import Canvas
import Math

/// Three dimensions as the camera sees them: nearer is brighter.
extension SpacePainter {
  func drawSolid(into drawing: inout Drawing, in rect: Rect) {
    guard rect.width >= 4, rect.height >= 2 else { return }
    var canvas = Drawing(columns: rect.width, rows: rect.height)
    let scene = SolidScene(
      bounds, camera, isUpright: reader.hasShadow, wide: canvas.unitsWide,
      high: canvas.unitsHigh, aside: 2 * aside)
    var marks: [Mark] = []
    drawFloor(scene, on: &canvas)
    drawShadows(scene, on: &canvas)
    // The readout divides the points at t = 1.
    let cut = isOfFeatures || time >= 0.995 ? Cut(reader.picture.decision, scene, camera) : nil
    if isOfFeatures || time >= 0.995 { drawDecision(scene, on: &canvas) }
    if !isOfFeatures {
      drawField(scene.scale * scene.dots, on: &canvas) { scene($0) }
      drawTrails(fades: [0.56, 0.56, 0.42, 0.26], depths: depths, on: &canvas) { point in
        var place = scene(point)
        if let cut { place.depth *= 1 - cut.veil(over: point) }
        return place
      }
    }
    let points = drawPoints(scene, cut, on: &canvas, marks: &marks)
    marks += names(scene, besides: points, wide: canvas.unitsWide, high: canvas.unitsHigh)
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
      let tall = max(bounds.half(2), 1e-6)
      let unit = 1 / bounds.radius
      scale = SIMD3(unit, unit, min(unit, 1.1 / tall))
      projection = camera.projection
      // Its size is that of the azimuth where it is largest, and constant while it turns.
      var widest = SIMD2<Float>.zero
      for step in 0..<24 {
        var turned = camera
        turned.azimuth = Float(step) / 12 * .pi
        let seen = Self.extent(of: bounds, turned, scale, isUpright: isUpright)
        widest = pointwiseMax(widest, seen.high - seen.low)
      }
      dots = PlaneFrame.scale(of: widest, wide: wide, high: high, aside: aside)
      let seen = Self.extent(of: bounds, camera, scale, isUpright: isUpright)
      let middle = (seen.low + seen.high) / 2 * camera.zoom * dots
      let content = (seen.high.x - seen.low.x) * dots + 4
      centre = (
        PlaneFrame.centre(of: content, wide, aside: aside) - middle.x, Float(high) / 2 + middle.y
      )
    }

    /// What a camera sees of the content and of its shadow on the floor, at a zoom of 1.
    private static func extent(
      of bounds: SpaceBounds, _ camera: Camera, _ scale: SIMD3<Float>, isUpright: Bool
    ) -> (low: SIMD2<Float>, high: SIMD2<Float>) {
      var camera = camera
      camera.zoom = 1
      let projection = camera.projection
      var low = SIMD2<Float>(repeating: .infinity)
      var high = -low
      func note(_ p: SIMD3<Float>) {
        let seen = projection(p.x, p.y, p.z)
        guard seen.x.isFinite else { return }
        low = pointwiseMin(low, SIMD2(seen.x, seen.y))
        high = pointwiseMax(high, SIMD2(seen.x, seen.y))
      }
      let middle = SIMD3(bounds.middle(0), bounds.middle(1), bounds.middle(2))
      for corner in bounds.corners {
        note((corner - middle) * scale)
        if isUpright { note((SIMD3(corner.x, corner.y, bounds.ground) - middle) * scale) }
      }
      return low.x <= high.x ? (low, high) : (SIMD2(-1, -1), SIMD2(1, 1))
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

  /// The middle of the floor.
  private var foot: SIMD3<Float> { SIMD3(bounds.middle(0), bounds.middle(1), bounds.ground) }

  /// Draws a round floor as wide as the data, with lines at round numbers, and the upright axis at
  /// its left, where it hides nothing.
  private func drawFloor(_ scene: SolidScene, on canvas: inout Drawing) {
    let radius = bounds.radius
    let ink = Ink(look.theme.floor, layer: Layers.floor)
    func draw(_ a: SIMD3<Float>, _ b: SIMD3<Float>, gap: Int) {
      let (from, to) = (scene(a), scene(b))
      canvas.line(from.x, from.y, to.x, to.y, ink, gap: gap)
    }
    guard reader.picture.hasFloor else {
      // Principal components have no floor, only axes through the mean.
      for axis in 0..<2 {
        var (a, b) = (foot, foot)
        (a[axis], b[axis]) = (bounds.lower[axis], bounds.upper[axis])
        draw(a, b, gap: 2)
      }
      return drawUpright(scene, on: &canvas)
    }
    let unit = Float(Ticks.step(atLeast: Double(radius) / 3))
    for axis in 0..<2 where !look.isSparse && unit > 0 {
      let first = ((foot[axis] - radius) / unit).rounded(.up)
      let last = ((foot[axis] + radius) / unit).rounded(.down)
      guard last - first < 20 else { continue }
      for k in stride(from: first, through: last, by: 1) {
        let offset = k * unit - foot[axis]
        let half = max(0, radius * radius - offset * offset).squareRoot()
        var (a, b) = (foot, foot)
        (a[axis], b[axis]) = (k * unit, k * unit)
        a[1 - axis] -= half
        b[1 - axis] += half
        draw(a, b, gap: 2)
      }
    }
    let rim = Self.circle.map { foot + radius * SIMD3($0.x, $0.y, 0) }
    for (a, b) in zip(rim, rim.dropFirst() + rim.prefix(1)) {
      draw(a, b, gap: look.isSparse ? 2 : 0)
    }
    drawUpright(scene, on: &canvas)
  }

  private func drawUpright(_ scene: SolidScene, on canvas: inout Drawing) {
    let (low, top) = (scene(axisPlace(bounds.lower[2])), scene(axisPlace(bounds.upper[2])))
    let upright = Ink(look.theme.faded(look.theme.dim, 0.3), layer: Layers.floor, rank: 9)
    canvas.line(low.x, low.y, top.x, top.y, upright)
    for height in axisTicks {
      let at = scene(axisPlace(height))
      canvas.line(at.x, at.y, at.x + 2, at.y, upright)
    }
  }

  private static let circle: [SIMD2<Float>] = (0..<48).map { step in
    let angle = Float(step) / 24 * .pi
    return SIMD2(Elementary.cos(angle), Elementary.sin(angle))
  }

  /// A place of the upright axis, at the left of the floor as the camera sees it.
  private func axisPlace(_ height: Float) -> SIMD3<Float> {
    let (x, y) = (Elementary.sin(camera.azimuth), -Elementary.cos(camera.azimuth))
    return SIMD3(foot.x + bounds.radius * x, foot.y + bounds.radius * y, height)
  }

  /// The two numbers of the upright axis, as far apart as round numbers are.
  private var axisTicks: [Float] {
    let ticks = Ticks.linear(Double(bounds.lower[2]), Double(bounds.upper[2]), count: 4)
    guard let first = ticks.first, let last = ticks.last, first < last else { return [] }
    guard reader.picture.hasFloor else { return [Float(first), Float(last)] }
    return [0, Float(abs(first) > abs(last) ? first : last)]
  }

  /// The axes' names at their ends and the numbers of the upright one: where no points are in the
  /// way if there is such a place, and never on each other.
  private func names(_ scene: SolidScene, besides points: Set<Int>, wide: Int, high: Int) -> [Mark]
  {
    let style = Style(look.theme.dim)
    let radius = bounds.radius
    let top = scene(axisPlace(bounds.upper[2]))
    var wanted: [[Mark]] = [
      [(0, -6), (0, -10), (4, 2), (-8, 2)].map { (dx: Float, dy: Float) in
        Mark(text: reader.axisName(2), x: top.x + dx, y: top.y + dy, style: style)
      }
    ]
    let ticks = axisTicks
    for height in ticks {
      let at = scene(axisPlace(height))
      let text = height == 0 ? "0" : Ticks.label(Double(height), step: Double(ticks[1] - ticks[0]))
      let left = Float(-2 * TextRow.width(of: text) - 1)
      wanted.append(
        [(left, 0), (4, 0), (left, 4), (4, 4), (left, -4), (4, -4)].map {
          (dx: Float, dy: Float) in
          Mark(text: text, x: at.x + dx, y: at.y + dy, style: style)
        })
    }
    for axis in 0..<2 {
      wanted.append(
        [Float(1.1), -1.1, 1.3, -1.3, 0.85, -0.85, 0.6].map { reach in
          var end = foot
          end[axis] += radius * reach
          let at = scene(end)
          let sign = reach < 0 ? "\u{2212}" : ""
          return Mark(text: sign + reader.axisName(axis), x: at.x, y: at.y, style: style)
        })
    }
    var marks: [Mark] = []
    for places in wanted {
      let inside = places.filter { mark in
        mark.isWithin(wide: wide, high: high) && !marks.contains { $0.touches(mark) }
      }
      if let best = inside.first(where: { !$0.covers(points) }) ?? inside.first {
        marks.append(best)
      }
    }
    return marks
  }

  /// Draws what a flow without the added dimension would show: points and paths upon the floor.
  private func drawShadows(_ scene: SolidScene, on canvas: inout Drawing) {
    guard reader.picture.hasFloor, !look.isSparse, reader.frames > 0 else { return }
    let moment = reader.moment(isOfFeatures ? 1 : time)
    func beneath(_ point: SIMD3<Float>) -> Place { scene(SIMD3(point.x, point.y, bounds.ground)) }
    func ink(_ point: Int, _ fade: Float, rank: UInt8) -> Ink {
      let color = look.color(reader.label(point), reader.picture.meaning)
      return Ink(look.theme.faded(color, fade), layer: Layers.floor, rank: rank)
    }
    if !isOfFeatures {
      for point in reader.strands(cells: canvas.columns * canvas.rows) {
        let shade = ink(point, 0.78, rank: 10)
        reader.walk(point, until: moment) {
          beneath($1)
        } piece: { from, to, _ in
          canvas.line(from.x, from.y, to.x, to.y, shade)
        }
      }
    }
    for point in 0..<reader.points {
      let position = reader.position(at: moment, point)
      let (at, shadow) = (scene(position), beneath(position))
      // A point on the floor hides its shadow.
      guard abs(at.y - shadow.y) > 2 else { continue }
      canvas.blob(shadow.x, shadow.y, ink(point, 0.66, rank: 11))
    }
  }

  /// The readout plane between the camera and what lies behind it.
  private struct Cut {
    private let plane: SIMD4<Float>
    /// The side of the plane on which the camera is: its sign.
    private let side: Float
    /// How much the plane dims, 0…1: nothing when it is seen edge-on, so nothing changes suddenly.
    private let strength: Float

    /// nil without a plane.
    init?(_ plane: [Float]?, _ scene: SolidScene, _ camera: Camera) {
      guard let plane, plane.count >= 4, plane.allSatisfy(\.isFinite) else { return nil }
      self.plane = SIMD4(plane[0], plane[1], plane[2], plane[3])
      let normal = SIMD3(plane[0], plane[1], plane[2])
      let level = Elementary.cos(camera.elevation)
      let towards = SIMD3(
        level * Elementary.cos(camera.azimuth), level * Elementary.sin(camera.azimuth),
        Elementary.sin(camera.elevation))
      let facing = (normal / scene.scale * towards).sum()
      let length = (normal / scene.scale).length
      guard length > 0, length.isFinite else { return nil }
      let middle = (normal * scene.middle).sum() + plane[3]
      side = camera.distance.isFinite ? middle + camera.distance * facing : facing
      strength = min(1, 4 * abs(side) / (length * min(camera.distance, 1e3)))
    }

    /// How much of a place's brightness the plane takes; 0 in front of it.
    func veil(over point: SIMD3<Float>) -> Float {
      let value = (SIMD3(plane.x, plane.y, plane.z) * point).sum() + plane.w
      return value * side < 0 ? 0.45 * strength : 0
    }
  }

  /// Draws the points, those behind the readout plane dimmed and beneath it; returns their cells
  /// (see `Mark.covers`).
  private func drawPoints(
    _ scene: SolidScene, _ cut: Cut?, on canvas: inout Drawing, marks: inout [Mark]
  ) -> Set<Int> {
    guard reader.frames > 0 else { return [] }
    var cells: Set<Int> = []
    let moment = reader.moment(isOfFeatures ? 1 : time)
    var letters: [(depth: Float, mark: Mark)] = []
    for point in 0..<reader.points {
      let label = reader.label(point)
      let position = reader.position(at: moment, point)
      let at = scene(position)
      let meaning = reader.picture.meaning
      let veil = cut?.veil(over: position) ?? 0
      let color = look.theme.faded(
        shaded(look.color(label, meaning), at.depth, fade: 0, range: 0.5), veil)
      if at.x >= 0, at.y >= 0, at.x < 8000, at.y < 8000 {
        cells.insert(Int(at.y) / 4 * 4096 + Int(at.x) / 2)
      }
      if look.marksPointsByGlyph {
        let style = Style(color, bold: at.depth > 0.5)
        let text = String(look.glyph(label, meaning))
        letters.append((at.depth, Mark(text: text, x: at.x, y: at.y, style: style)))
      } else {
        var ink = Ink(
          color, layer: Layers.points, rank: Self.rank(at.depth), bold: at.depth > 0.5)
        if veil > 0 {
          // Seen through the plane: pixels blend it over the point, cells let it through.
          ink.layer = Layers.field
          if look.isOfCells { ink.rank += Self.sheetRank + 2 }
          ink.isBold = false
        }
        canvas.blob(at.x, at.y, size: canvas.pointSize, ink)
      }
    }
    letters.sort { $0.depth < $1.depth }
    marks += letters.map(\.mark)
    return cells
  }

  /// Above the ranks of points by depth.
  private static let sheetRank: UInt8 = 101

  /// Draws the readout planes within the bounds: transparent, with outlines.
  private func drawDecision(_ scene: SolidScene, on canvas: inout Drawing) {
    for sheet in bounds.sheets(of: reader.picture) {
      let corners = sheet.map { corner -> Drawing.Point in
        let at = scene(corner)
        return SIMD2(at.x, at.y)
      }
      guard let last = corners.last else { continue }
      canvas.fill(
        corners,
        Ink(look.theme.faded(look.theme.decision, 0.4), layer: Layers.field, rank: Self.sheetRank),
        isSheet: true)
      let outline = Ink(look.theme.decision, layer: Layers.field, rank: Self.sheetRank + 1)
      var from = last
      for to in corners {
        canvas.line(from.x, from.y, to.x, to.y, outline)
        from = to
      }
    }
  }
}
