import Canvas
import LiveSession

/// Shared by views with a picture of paths and a chart over t.
extension ViewContext {
  /// From a time and a position in space to a place in a picture.
  typealias PlaceMap = (Float, SIMD3<Float>) -> SpacePainter.Place

  /// Draws the axes and field of the flow view without its points, then `paths` above them.
  func drawOverField(
    _ bounds: SpaceBounds, into drawing: inout Drawing, in rect: Rect,
    paths: (inout Drawing, PlaceMap) -> Void
  ) {
    guard var ground = picture(.spaces), rect.width >= 12, rect.height >= 4 else { return }
    ground.pointCount = 0
    let reader = SpaceReader(ground)
    SpacePainter(
      reader: reader, bounds: bounds, time: state.playback.time, camera: state.playback.camera,
      look: look, field: state.fieldStyle, speedReference: speedReference,
      particles: snapshot?.particles
    ).draw(into: &drawing, in: rect)
    if reader.axes == 1 {
      // The painter leaves this room for the numbers of a line's axes.
      let plot = Rect(x: rect.x + 6, y: rect.y, width: rect.width - 6, height: rect.height - 1)
      var canvas = Drawing(columns: plot.width, rows: plot.height)
      let frame = SpacePainter.LineFrame(bounds, wide: canvas.unitsWide, high: canvas.unitsHigh)
      paths(&canvas) { frame($0, $1.x) }
      drawing.add(canvas, x: plot.x, y: plot.y)
    } else {
      var canvas = Drawing(columns: rect.width, rows: rect.height)
      let map = SpacePainter.map(reader, bounds, state.playback.camera, canvas, aside: 0)
      paths(&canvas) { map($1) }
      drawing.add(canvas, x: rect.x, y: rect.y)
    }
  }

  /// Draws the whole path of a point, and the point at the play head's time.
  func drawPath(
    of point: Int, _ reader: SpaceReader, fade: Float, on canvas: inout Drawing,
    _ place: PlaceMap
  ) {
    let (label, meaning) = (reader.label(point), reader.picture.meaning)
    let color = look.color(label, meaning)
    let ink = Ink(look.theme.faded(color, fade), layer: Layers.trails)
    reader.walk(point, until: reader.moment(1), place) { from, to, _ in
      canvas.line(from.x, from.y, to.x, to.y, ink, gap: look.theme.isMono ? 2 : 0)
    }
    let moment = reader.moment(state.playback.time)
    let now = place(reader.time(of: moment), reader.position(at: moment, point))
    if look.marksPointsByGlyph {
      canvas.label(
        String(look.glyph(label, meaning)), at: SIMD2(now.x, now.y),
        style: Style(color, bold: true))
    } else {
      canvas.blob(now.x, now.y, size: 3, Ink(color, layer: Layers.points, bold: true))
    }
  }
}

extension Rect {
  /// A picture and a chart side by side, or one above the other; nil without room for both.
  ///
  /// - Parameter share: the picture's share of the whole, 0…1.
  func pictureAndChart(share: Float) -> (picture: Rect, chart: Rect)? {
    if width >= 80 {
      let middle = Int(Float(width) * share)
      return (
        Rect(x: x, y: y, width: middle - 1, height: height),
        Rect(x: x + middle + 1, y: y, width: width - middle - 1, height: height)
      )
    }
    guard height >= 20 else { return nil }
    let middle = Int(Float(height) * share)
    return (
      Rect(x: x, y: y, width: width, height: middle),
      Rect(x: x, y: y + middle, width: width, height: height - middle)
    )
  }
}
