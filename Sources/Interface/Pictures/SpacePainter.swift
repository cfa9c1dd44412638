import Canvas
import LiveSession

/// Draws the space of a flow in one, two or three dimensions.
struct SpacePainter {
  let reader: SpaceReader
  let bounds: SpaceBounds
  /// Draw the points at t = 1 instead of the play head's time.
  var isOfFeatures = false
  let time: Double
  let camera: Camera
  let look: Look
  /// The path of the input pointed at.
  var probe: SpaceReader?
  var field = FieldStyle.strokes
  /// The speed that has the scale's last colour; 0 for none.
  var speedReference: Float = 0
  /// What `FieldStyle.motion` draws.
  var particles: ParticlePicture?
  /// Columns at the right that other text occupies.
  var aside = 0

  /// A place in a drawing, in its units; depth is 0 (far) … 1 (near).
  typealias Place = (x: Float, y: Float, depth: Float)

  func draw(into drawing: inout Drawing, in rect: Rect) {
    switch reader.axes {
    case 1: drawLine(into: &drawing, in: rect)
    case 2: drawPlane(into: &drawing, in: rect)
    default: drawSolid(into: &drawing, in: rect)
    }
  }

  /// The map from a plane or a space to a drawing.
  static func map(
    _ reader: SpaceReader, _ bounds: SpaceBounds, _ camera: Camera, _ canvas: Drawing, aside: Int
  ) -> (SIMD3<Float>) -> Place {
    if reader.axes == 2 {
      let frame = PlaneFrame(
        bounds, zoom: camera.zoom, wide: canvas.unitsWide, high: canvas.unitsHigh,
        aside: 2 * aside)
      return { frame($0) }
    }
    let scene = SolidScene(
      bounds, camera, isUpright: reader.hasShadow, wide: canvas.unitsWide,
      high: canvas.unitsHigh, aside: 2 * aside)
    return { scene($0) }
  }

  /// - Parameters:
  ///   - fades: shares of the background in a trail, the oldest piece's first.
  ///   - depths: steps of shading from far to near; 0 in a plane.
  func drawTrails(
    fades: [Float], depths: Int = 0, on canvas: inout Drawing, _ place: (SIMD3<Float>) -> Place
  ) {
    guard reader.frames > 0 else { return }
    let moment = reader.moment(time)
    let gap = reader.picture.isDiscrete || look.theme.isMono ? 2 : 0
    let cells = canvas.columns * canvas.rows
    // Trails of each class by depth, from far to near.
    var trails: [Float: [Trail]] = [:]
    for point in reader.strands(cells: look.isSparse ? cells / 3 : cells) {
      let label = reader.label(point)
      let shades =
        trails[label]
        ?? (0...depths).map { level in
          let shade = depths == 0 ? 0 : 0.3 * (1 - Float(level) / Float(depths))
          return Trail(
            look.color(label, reader.picture.meaning), look.theme, fades: fades.map { $0 + shade })
        }
      trails[label] = shades
      reader.walk(point, until: moment) {
        place($1)
      } piece: { from, to, number in
        var ink = shades[Int((to.depth * Float(depths)).rounded())]
          .ink(number, of: moment.frame + 1)
        if depths > 0 { ink.rank = Self.rank(to.depth) }
        canvas.line(from.x, from.y, to.x, to.y, ink, gap: gap)
      }
    }
  }

  /// Draws a point or its letter; unlearned points are smaller and fainter.
  ///
  /// - Parameter rank: greater ones lie above.
  func drawPoint(
    _ point: Int, at place: Place, _ color: Color?, size: Int, rank: UInt8, bold: Bool = true,
    on canvas: inout Drawing, marks: inout [Mark]
  ) {
    let isBeside = reader.isBeside(point)
    let color = isBeside ? look.theme.faded(color, 0.45) : color
    guard look.marksPointsByGlyph else {
      return canvas.blob(
        place.x, place.y,
        size: isBeside ? 2 : reader.picture.isBeside.isEmpty ? size : size + 1,
        Ink(color, layer: Layers.points, rank: isBeside ? 0 : rank, bold: bold && !isBeside))
    }
    let glyph =
      isBeside ? Glyph.separator : look.glyph(reader.label(point), reader.picture.meaning)
    marks.append(
      Mark(
        text: String(glyph), x: place.x, y: place.y, style: Style(color, bold: bold && !isBeside)))
  }

  /// Writes letters above the dots.
  func put(_ marks: [Mark], on canvas: inout Drawing) {
    for mark in marks { canvas.label(mark.text, at: SIMD2(mark.x, mark.y), style: mark.style) }
  }

  /// Nearer things lie above.
  static func rank(_ depth: Float) -> UInt8 { UInt8(min(max(0, depth * 100), 100)) }

  /// Draws the path of the input pointed at, with a blob at its head.
  func drawProbe(on canvas: inout Drawing, _ place: (SIMD3<Float>) -> Place) {
    guard let probe, probe.frames > 0, probe.points > 0 else { return }
    let ink = Ink(look.theme.highlight, layer: Layers.probe, bold: true)
    let moment = probe.moment(isOfFeatures ? 1 : time)
    probe.walk(0, until: moment, hasLast: true) {
      place($1)
    } piece: { from, to, _ in
      canvas.line(from.x, from.y, to.x, to.y, ink)
    }
    let now = place(probe.position(at: moment, 0))
    canvas.blob(now.x, now.y, size: 4, ink)
  }
}

extension Drawing {
  /// A point's width and height in units, small enough to keep points separate.
  var pointSize: Int { min(unitsWide, unitsHigh) >= 96 ? 3 : 2 }
}
