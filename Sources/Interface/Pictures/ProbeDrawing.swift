import CellGraphics
import Drawing
import LiveSession
import NeuralODE

/// What a model says of the input pointed at, in words and as a cross on a map.
enum ProbeDrawing {
  /// The reading, from the longest wording to the shortest.
  static func texts(_ reading: ProbeReading, _ data: DatasetConfiguration) -> [String] {
    let dimension = data.dimension
    let place =
      dimension == 1
      ? NumberText.fixed(Double(reading.position.x), 2)
      : "(\(NumberText.fixed(Double(reading.position.x), 2)), \(NumberText.fixed(Double(reading.position.y), 2)))"
    guard reading.output.isFinite else { return ["\(place): no solution", "no solution"] }
    let output: String
    let verdict: String
    switch data.problem.target {
    case .sign:
      output = NumberText.fixed(Double(reading.output), 2)
      verdict = ": class \(reading.output > 0 ? "+1" : "\u{2212}1")"
    case .classes:
      let (names, number) = (data.classNames, Int(reading.output))
      output = names.indices.contains(number) ? names[number] : "?"
      verdict = reading.probability.map { ", \(NumberText.fixed(Double($0) * 100, 0)) %" } ?? ""
    case .number:
      let value = Double(reading.output)
      output =
        data.unit.map { NumberText.short($0.value(value)) } ?? NumberText.fixed(value, 3)
      verdict = ""
    }
    let nfe = reading.nfe.map { ", NFE \($0)" } ?? ""
    let miss =
      reading.inverseError.map {
        $0.isFinite ? ", way back misses \(NumberText.short(Double($0) * 100)) %" : ", no way back"
      } ?? ""
    return [
      "\(place) \u{2192} \(output)\(verdict)\(nfe)\(miss)",
      "\(place) \u{2192} \(output)\(nfe)", "\u{2192} \(output)",
    ]
  }

  /// A cross at a place of the input plane, on a map that fills `rect`.
  static func drawCross(
    _ place: SIMD2<Float>, extent: Float, into drawing: inout Drawing, in rect: Rect, look: Look
  ) {
    guard extent > 0, rect.width > 0, rect.height > 0 else { return }
    let x = rect.x + Int((place.x / extent + 1) / 2 * Float(rect.width))
    let y = rect.y + Int((1 - place.y / extent) / 2 * Float(rect.height))
    let column = min(max(x, rect.x), rect.maxX - 1)
    let row = min(max(y, rect.y), rect.maxY - 1)
    let style = Style(look.theme.highlight, bold: true)
    for (dx, glyph) in [(-1, look.glyphs.horizontal), (0, "+"), (1, look.glyphs.horizontal)]
    where rect.contains(column + dx, row) {
      drawing.put(glyph, x: column + dx, y: row, style: style)
    }
  }

  /// The way of the input pointed at, as a small space picture to be drawn above others.
  static func picture(
    _ reading: ProbeReading, space: Int, like picture: SpacePicture
  )
    -> SpacePicture?
  {
    guard reading.trajectories.indices.contains(space) else { return nil }
    var way = picture
    way.pointCount = 1
    way.labels = [reading.output]
    way.trajectories = reading.trajectories[space]
    way.lattice = []
    way.latticeShape = []
    way.field = []
    way.decision = nil
    return way
  }
}
