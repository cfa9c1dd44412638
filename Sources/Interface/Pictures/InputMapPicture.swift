import CellGraphics
import Drawing
import LiveSession

/// One map: colour by output, with the boundary at 0 as its dark line; a curve for an input of one
/// dimension.
struct InputMapPicture {
  let map: InputMap
  let look: Look

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard map.width > 0, map.height > 0, map.values.count >= map.width * map.height else {
      return
    }
    if map.height == 1 {
      drawCurve(into: &drawing, in: rect)
    } else {
      drawing.add(raster(in: rect))
    }
  }

  /// The map as a raster, its first row the lowest.
  func raster(in rect: Rect) -> Raster {
    var raster = Raster(
      map.values, width: map.width, height: map.height, in: rect, scale: .outputs(look.theme),
      sampling: .smooth)
    raster.isUpward = true
    return raster
  }

  private func drawCurve(into drawing: inout Drawing, in rect: Rect) {
    var canvas = Drawing(columns: rect.width, rows: rect.height)
    let (wide, high) = (Float(canvas.unitsWide - 1), Float(canvas.unitsHigh - 1))
    func height(_ output: Float) -> Float { (1 - (output + 1.3) / 2.6) * high }
    let floor = Ink(look.theme.floor, layer: Layers.floor)
    canvas.line(0, height(0), wide, height(0), floor, gap: 1)
    canvas.line(wide / 2, 0, wide / 2, high, floor, gap: 1)
    var previous: (Float, Float)?
    for i in 0..<map.width {
      let output = map.values[i]
      let at = (Float(i) / Float(max(1, map.width - 1)) * wide, height(output))
      if let previous, output.isFinite {
        let ink = Ink(look.theme.classColor(output), layer: Layers.trails, bold: true)
        canvas.line(previous.0, previous.1, at.0, at.1, ink)
      }
      previous = output.isFinite ? at : nil
    }
    drawing.add(canvas, x: rect.x, y: rect.y)
  }
}
