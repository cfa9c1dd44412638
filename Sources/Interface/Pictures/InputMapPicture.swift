import Canvas
import Math
import LiveSession

/// The input space coloured by output, dark at the boundary; for numbers, bands between contours;
/// for an input of one dimension, curves.
struct InputMapPicture {
  let map: InputMap
  let look: Look
  /// Drawn with a curve of numbers: the target above each input.
  var points = InputPoints()
  /// Draw the residuals of `points`.
  var hasResiduals = false
  /// The colour of a curve of numbers.
  var curve: Color?

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard map.width > 0, map.height > 0,
      map.values.count >= map.width * map.height * map.outputs
    else { return }
    if map.height == 1 {
      drawCurves(into: &drawing, in: rect)
    } else {
      drawing.add(raster(in: rect))
    }
  }

  func raster(in rect: Rect) -> Raster {
    var raster = Raster(
      map.values, width: map.width, height: map.height, in: rect, scale: scale, sampling: .smooth)
    raster.isUpward = true
    return raster
  }

  private var scale: Raster.Scale {
    if map.outputs > 1 { return .classes(look.theme, count: map.outputs) }
    return map.range.map { .numbers(look.theme, $0) } ?? .outputs(look.theme)
  }

  /// The vertical range of curves; for classes, of their probabilities.
  private var range: ClosedRange<Float> {
    if map.outputs > 1 { return -0.05...1.05 }
    guard let range = map.range else { return -1.3...1.3 }
    let margin = 0.08 * (range.upperBound - range.lowerBound)
    return range.lowerBound - margin...range.upperBound + margin
  }

  private func drawCurves(into drawing: inout Drawing, in rect: Rect) {
    var canvas = Drawing(columns: rect.width, rows: rect.height)
    let (wide, high) = (Float(canvas.unitsWide - 1), Float(canvas.unitsHigh - 1))
    let range = range
    func height(_ output: Float) -> Float {
      (1 - (output - range.lowerBound) / (range.upperBound - range.lowerBound)) * high
    }
    let floor = Ink(look.theme.floor, layer: Layers.floor)
    canvas.line(0, height(0), wide, height(0), floor, gap: 1)
    canvas.line(wide / 2, 0, wide / 2, high, floor, gap: 1)
    if map.range != nil { drawPoints(on: &canvas, wide, height) }
    for output in 0..<map.outputs {
      var previous: (Float, Float)?
      for i in 0..<map.width {
        let value = value(output, i)
        let at = (Float(i) / Float(max(1, map.width - 1)) * wide, height(value))
        if let previous, value.isFinite {
          canvas.line(
            previous.0, previous.1, at.0, at.1,
            Ink(color(value, output), layer: Layers.trails, bold: true))
        }
        previous = value.isFinite ? at : nil
      }
    }
    drawing.add(canvas, x: rect.x, y: rect.y)
  }

  private func color(_ value: Float, _ output: Int) -> Color? {
    if map.outputs > 1 { return look.theme.classColor(number: output) }
    return map.range == nil ? look.theme.classColor(value) : curve ?? look.theme.highlight
  }

  /// An output at a place of the line; for classes, the probability.
  private func value(_ output: Int, _ i: Int) -> Float {
    guard map.outputs > 1 else { return map.values[i] }
    let outputs = (0..<map.outputs).map { map.values[$0 * map.width + i] }
    let most = outputs.max() ?? 0
    guard most.isFinite else { return .nan }
    let sum = outputs.reduce(0.0) { $0 + Elementary.exp(Double($1 - most)) }
    return Float(Elementary.exp(Double(outputs[output] - most)) / sum)
  }

  /// Draws the learned points, thinned to stay apart, and their distances from the curve.
  private func drawPoints(
    on canvas: inout Drawing, _ wide: Float, _ height: (Float) -> Float
  ) {
    guard map.extent > 0 else { return }
    let step = max(1, points.count / max(20, canvas.unitsWide))
    let dots = Ink(look.theme.faded(look.theme.text, 0.35), layer: Layers.field, rank: 1)
    for point in stride(from: 0, to: points.count, by: step) {
      let share = (points.positions[2 * point] / map.extent + 1) / 2
      guard (0...1).contains(share) else { continue }
      let (x, y) = (share * wide, height(points.labels[point]))
      canvas.blob(x, y, dots)
      if hasResiduals, point % (2 * step) == 0 {
        let place = min(map.width - 1, Int(share * Float(map.width)))
        let value = map.values[place]
        guard value.isFinite else { continue }
        let ink = Ink(look.theme.faded(look.theme.bad, 0.35), layer: Layers.field)
        canvas.line(x, y, x, height(value), ink)
      }
    }
  }
}
