import Canvas
import LiveSession
import NeuralODE

/// The model's answer for the input pointed at, in words and as a cross on a map.
enum ProbeDrawing {
  /// The reading, from the longest wording to the shortest.
  static func texts(_ reading: ProbeReading, _ data: DatasetConfiguration) -> [String] {
    let parts = parts(reading, data)
    guard parts.count > 2 else { return [parts.joined(separator: ": "), parts.last ?? ""] }
    let (place, output, verdict) = (parts[0], parts[1], parts[2])
    let rest = parts[3...].map { ", " + $0 }
    return [
      "\(place) \(output)\(verdict)\(rest.joined())",
      "\(place) \(output)\(rest.first ?? "")", output,
    ]
  }

  /// Place, output, verdict and, for a flow, NFE; place and "no solution" for a failed solve.
  private static func parts(_ reading: ProbeReading, _ data: DatasetConfiguration) -> [String] {
    let dimension = data.dimension
    let place =
      dimension == 1
      ? NumberText.fixed(Double(reading.position.x), 2)
      : "(\(NumberText.fixed(Double(reading.position.x), 2)), \(NumberText.fixed(Double(reading.position.y), 2)))"
    guard reading.output.isFinite else { return [place, "no solution"] }
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
    let cost = reading.nfe.map { ["NFE \($0)"] } ?? []
    return [place, "\u{2192} \(output)", verdict] + cost
  }

  /// The reading wrapped to `width` columns, cut to at most `rows` lines.
  static func lines(
    _ reading: ProbeReading, _ data: DatasetConfiguration, width: Int, rows: Int
  ) -> [String] {
    var parts = parts(reading, data)
    if parts.count > 2 {
      let verdict = parts.remove(at: 2)
      if TextRow.width(of: parts[1] + verdict) <= width { parts[1] += verdict }
    }
    var lines: [String] = []
    for part in parts {
      let wrapped = CellGrid.wrap(part, width: width)
      guard lines.count + wrapped.count <= rows else { break }
      lines += wrapped
    }
    return lines
  }

  /// nil if the solve failed.
  static func color(_ reading: ProbeReading, _ problem: Problem, _ look: Look) -> Color? {
    guard reading.output.isFinite else { return nil }
    return switch problem.target {
    case .sign: look.theme.classColor(reading.output)
    case .classes: look.theme.classColor(number: Int(reading.output))
    case .number: look.theme.highlight
    }
  }

  /// Draws a cross at a place of the input plane, on a map that fills `rect`.
  static func drawCross(
    _ place: SIMD2<Float>, extent: Float, into drawing: inout Drawing, in rect: Rect, look: Look
  ) {
    guard extent > 0, rect.width > 0, rect.height > 0 else { return }
    let x = rect.x + Int((place.x / extent + 1) / 2 * Float(rect.width))
    let y = rect.y + Int((1 - place.y / extent) / 2 * Float(rect.height))
    let column = min(max(x, rect.x), rect.maxX - 1)
    let row = min(max(y, rect.y), rect.maxY - 1)
    let style = Style(look.theme.highlight, bold: true)
    for (dx, glyph) in [(-1, Glyph.horizontal), (0, "+"), (1, Glyph.horizontal)]
    where rect.contains(column + dx, row) {
      drawing.put(glyph, x: column + dx, y: row, style: style)
    }
  }

  /// The path of the input pointed at, to draw above the points.
  static func picture(
    _ reading: ProbeReading, space: Int, like picture: SpacePicture
  ) -> SpacePicture? {
    guard reading.trajectories.indices.contains(space) else { return nil }
    var way = picture
    way.pointCount = 1
    way.labels = [reading.output]
    way.isBeside = []
    way.trajectories = reading.trajectories[space]
    way.lattice = []
    way.latticeShape = []
    way.field = []
    way.decision = nil
    return way
  }
}
