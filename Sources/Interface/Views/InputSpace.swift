import CellGraphics
import Drawing
import Elementary
import LiveSession
import NeuralODE

extension View {
  /// The model's output over the input space, with the training set.
  package static let inputSpace: View = {
    var view = View(
      model: "input", "input space",
      "the model's output over the input space, with the training set",
      explanation: (
        "The input space",
        "The model's output at every place, with the training points on top. Held against the "
          + "points, colours between them show how the model generalises. Click to ask about one "
          + "place; its trajectory is drawn in the flow."
      )
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      InputSpacePicture(snapshot: snapshot, look: context.look, color: context.color)
        .draw(into: &drawing, in: drawing.bounds)
    }
    view.probeHasGround = true
    view.suits = { $0.problem.isOfPoints }
    return view
  }()
}

/// The input space, large: what the model says everywhere, and the points it is asked about.
struct InputSpacePicture {
  let snapshot: Snapshot
  let look: Look
  /// The model's colour.
  var color: Color?

  /// Where the map lies within the room it has.
  static func area(in rect: Rect, isLine: Bool) -> Rect {
    guard !isLine else { return rect }
    let rows = min(rect.height, rect.width / 2)
    return Rect(
      x: rect.x + (rect.width - 2 * rows) / 2, y: rect.y + (rect.height - rows) / 2,
      width: 2 * rows, height: rows)
  }

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard min(rect.height, rect.width / 2) >= 2 else { return }
    let isLine = snapshot[.inputMap].height <= 1
    let area = Self.area(in: rect, isLine: isLine)
    InputMapPicture(
      map: snapshot[.inputMap], look: look, points: snapshot[.inputPoints], hasResiduals: true,
      curve: color
    ).draw(into: &drawing, in: area)
    guard !isLine else { return }
    drawPoints(into: &drawing, in: area)
    drawSlice(into: &drawing, in: area)
    if let reading = snapshot[.reading] {
      ProbeDrawing.drawCross(
        reading.position, extent: snapshot[.inputMap].extent, into: &drawing, in: area, look: look)
    }
  }

  /// The slice that is hidden from the model, where there is one: its rim, and what is wrong
  /// inside.
  private func drawSlice(into drawing: inout Drawing, in rect: Rect) {
    guard case .slice(let from, let to) = snapshot.configuration.data.heldOut,
      snapshot.configuration.data.dimension == 2
    else { return }
    for angle in [from, to] {
      let (dx, dy) = (Float(Elementary.cos(angle)), Float(Elementary.sin(angle)))
      for k in 0...2 * rect.height {
        let r = Float(k) / Float(2 * rect.height) * 1.45
        let x = (dx * r + 1) / 2 * Float(rect.width)
        let y = (1 - dy * r) / 2 * Float(rect.height)
        guard x >= 0, y >= 0, x < Float(rect.width), y < Float(rect.height) else { break }
        drawing.symbol(
          look.glyphs.separator, place(x, y, rect),
          style: Style(look.theme.text, on: mapColor(x, y, rect), bold: true))
      }
    }
    guard let accuracy = snapshot.testAccuracy, snapshot.heldOutCount > 0,
      snapshot.configuration.problem.target != .number
    else { return }
    let wrong = Int(((1 - accuracy) * Float(snapshot.heldOutCount)).rounded())
    let text = look.fitting(
      [
        " in the hidden slice \(wrong) of \(snapshot.heldOutCount) dots are wrong ",
        " hidden slice: \(wrong) of \(snapshot.heldOutCount) wrong ",
        " \(wrong)/\(snapshot.heldOutCount) wrong ",
      ], rect.width)
    drawing.write(
      text, x: rect.x, y: rect.maxY - 1, width: rect.width, alignment: .right,
      style: Style(look.theme.text, on: look.theme.background, bold: true))
  }

  /// What labels of points are.
  private var meaning: PointLabels { snapshot[.spaces].first?.meaning ?? .signs }

  /// The label of a target: of a number its level.
  private func level(_ target: Float) -> Float {
    guard case .levels(let count) = meaning, let range = snapshot[.inputMap].range else {
      return target
    }
    let share = (target - range.lowerBound) / max(range.upperBound - range.lowerBound, 1e-9)
    return min(max(0, (share * Float(count)).rounded(.down)), Float(count - 1))
  }

  /// The training set, on the map.
  private func drawPoints(into drawing: inout Drawing, in rect: Rect) {
    let points = snapshot[.inputPoints]
    let extent = snapshot[.inputMap].extent
    guard extent > 0 else { return }
    // More points than there are cells for would hide the map.
    let step = max(1, points.count * 6 / max(1, rect.width * rect.height))
    for point in stride(from: 0, to: points.count, by: step) {
      let x = (points.positions[2 * point] / extent + 1) / 2 * Float(rect.width)
      let y = (1 - points.positions[2 * point + 1] / extent) / 2 * Float(rect.height)
      guard x >= 0, y >= 0, x < Float(rect.width), y < Float(rect.height) else { continue }
      let label = level(points.labels[point])
      let glyph: Unicode.Scalar =
        look.marksPointsByGlyph ? look.glyph(label, meaning) : look.glyphs.bullet
      // On a map of the same colours a point shows by its outline against the ground it stands on.
      drawing.symbol(
        glyph, place(x, y, rect),
        style: Style(
          look.color(label, meaning)?.mixed(with: Color(255, 255, 255), 0.45),
          on: mapColor(x, y, rect), bold: true), keepsGround: false)
    }
  }

  /// A place of the map, in cells from its top left corner, in the drawing.
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
