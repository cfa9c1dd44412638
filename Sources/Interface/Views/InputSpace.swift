import Canvas
import Math
import LiveSession
import NeuralODE

extension View {
  package static let inputSpace: View = {
    var view = View(
      model: "input", "input space",
      "the model's output over the input space, with the training set",
      explanation: (
        "The input space",
        "The model's output at every place, with the training points on top. "
          + "The colours between points show how the model generalises. Click to ask about one "
          + "place; its trajectory is drawn in the flow."
      )
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      InputSpacePicture(snapshot: snapshot, look: context.look, color: context.color)
        .draw(into: &drawing, in: drawing.bounds)
    }
    view.probeRow = nil
    view.suits = { $0.problem.isOfPoints }
    return view
  }()
}

struct InputSpacePicture {
  let snapshot: Snapshot
  let look: Look
  var color: Color?

  /// The map's place: centred, or moved right to leave room for words at its left.
  static func area(in rect: Rect, isLine: Bool) -> Rect {
    guard !isLine else { return rect }
    let rows = min(rect.height, rect.width / 2)
    let free = rect.width - 2 * rows
    return Rect(
      x: rect.x + max(free / 2, min(free, roomForWords + 1)), y: rect.y + (rect.height - rows) / 2,
      width: 2 * rows, height: rows)
  }

  private static let roomForWords = 13

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard min(rect.height, rect.width / 2) >= 2 else { return }
    let isLine = snapshot[.inputMap].height <= 1
    let area = Self.area(in: rect, isLine: isLine)
    InputMapPicture(
      map: snapshot[.inputMap], look: look, points: snapshot[.inputPoints], hasResiduals: true,
      curve: color
    ).draw(into: &drawing, in: area)
    if !isLine {
      // Beneath the points: cells of one are not cells of the other.
      drawSlice(into: &drawing, in: area)
      drawPoints(into: &drawing, in: area)
      if let reading = snapshot[.reading] {
        ProbeDrawing.drawCross(
          reading.position, extent: snapshot[.inputMap].extent, into: &drawing, in: area,
          look: look)
      }
    }
    drawWords(into: &drawing, rect, beside: area)
  }

  /// Writes the answer for the input pointed at and the errors among held-out points: left of the
  /// map if there is room, otherwise on it, on a background.
  private func drawWords(into drawing: inout Drawing, _ rect: Rect, beside area: Rect) {
    let room = area.x - rect.x - 1
    let isBeside = room >= Self.roomForWords
    let configuration = snapshot.configuration
    let foot = isBeside ? sliceTexts.first.map { CellGrid.wrap($0, width: room) } ?? [] : []
    for (row, line) in foot.enumerated() {
      drawing.write(
        line, x: rect.x, y: rect.maxY - foot.count + row, style: look.bold, maxWidth: room)
    }
    if !isBeside, !sliceTexts.isEmpty {
      drawing.write(
        " \(look.fitting(sliceTexts, rect.width - 2)) ", x: rect.x, y: rect.maxY - 1,
        width: rect.width, alignment: .right,
        style: look.words(look.theme.text))
    }
    guard let reading = snapshot[.reading] else { return }
    let color = ProbeDrawing.color(reading, configuration.problem, look) ?? look.theme.text
    let lines =
      isBeside
      ? ProbeDrawing.lines(
        reading, configuration.data, width: room, rows: rect.height - foot.count)
      : [look.fitting(ProbeDrawing.texts(reading, configuration.data), rect.width)]
    for (row, line) in lines.enumerated() {
      drawing.write(
        line, x: rect.x, y: rect.y + row,
        style: isBeside ? Style(color, bold: true) : look.words(color),
        maxWidth: rect.width)
    }
  }

  /// How many points of the held-out slice are wrong, longest wording first.
  private var sliceTexts: [String] {
    guard slice != nil, let accuracy = snapshot.testAccuracy, snapshot.heldOutCount > 0,
      snapshot.configuration.problem.target != .number
    else { return [] }
    let count = snapshot.heldOutCount
    let wrong = Int(((1 - accuracy) * Float(count)).rounded())
    return ["held out: \(wrong) of \(count) points wrong", "\(wrong)/\(count) wrong"]
  }

  /// The angles of the held-out slice of the plane, radians.
  private var slice: (from: Double, to: Double)? {
    let data = snapshot.configuration.data
    guard case .slice(let from, let to) = data.heldOut, data.dimension == 2 else { return nil }
    return (from, to)
  }

  private func drawSlice(into drawing: inout Drawing, in rect: Rect) {
    guard let slice else { return }
    var canvas = Drawing(columns: rect.width, rows: rect.height)
    let ink = Ink(look.theme.text, layer: Layers.decision)
    let (x, y) = (Float(rect.width), Float(2 * rect.height))
    for angle in [slice.from, slice.to] {
      let (dx, dy) = (Float(Elementary.cos(angle)), Float(Elementary.sin(angle)))
      canvas.line(x, y, x + 3 * dx * x, y - 3 * dy * y, ink)
    }
    drawing.add(canvas, x: rect.x, y: rect.y)
  }

  private var meaning: PointLabels { snapshot[.spaces].first?.meaning ?? .signs }

  /// The label of a target; for a number, its level.
  private func level(_ target: Float) -> Float {
    guard case .levels(let count) = meaning, let range = snapshot[.inputMap].range else {
      return target
    }
    let share = (target - range.lowerBound) / max(range.upperBound - range.lowerBound, 1e-9)
    return min(max(0, (share * Float(count)).rounded(.down)), Float(count - 1))
  }

  private func drawPoints(into drawing: inout Drawing, in rect: Rect) {
    let points = snapshot[.inputPoints]
    let extent = snapshot[.inputMap].extent
    guard extent > 0 else { return }
    // Too many points would hide the map.
    let step = max(1, points.count * 6 / max(1, rect.width * rect.height))
    for point in stride(from: 0, to: points.count, by: step) {
      let x = (points.positions[2 * point] / extent + 1) / 2 * Float(rect.width)
      let y = (1 - points.positions[2 * point + 1] / extent) / 2 * Float(rect.height)
      guard x >= 0, y >= 0, x < Float(rect.width), y < Float(rect.height) else { continue }
      let label = level(points.labels[point])
      let glyph: Unicode.Scalar =
        look.marksPointsByGlyph ? look.glyph(label, meaning) : Glyph.bullet
      // The map has the points' colours: a tint away from the background sets a point off.
      drawing.symbol(
        glyph, place(x, y, rect),
        style: Style(
          look.color(label, meaning).map { $0.mixed(with: look.theme.highlight ?? $0, 0.45) },
          on: mapColor(x, y, rect), bold: true), keepsGround: false)
    }
  }

  /// Converts cells from the map's top left corner to the drawing's units.
  private func place(_ x: Float, _ y: Float, _ rect: Rect) -> Drawing.Point {
    Drawing.Point(Float(2 * rect.x) + 2 * x, Float(4 * rect.y) + 4 * y)
  }

  private func mapColor(_ x: Float, _ y: Float, _ rect: Rect) -> Color? {
    let map = snapshot[.inputMap]
    guard !look.theme.isMono, map.width > 0,
      map.values.count >= map.width * map.height * map.outputs
    else { return nil }
    return InputMapPicture(map: map, look: look).raster(in: rect)
      .color(x / Float(rect.width), y / Float(rect.height))
  }
}
