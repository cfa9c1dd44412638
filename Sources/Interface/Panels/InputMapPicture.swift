import CellGraphics
import LiveSession

/// One map: colour by output, with the boundary at 0 as its dark line; a curve for an input of one dimension.
struct InputMapPicture {
  let map: InputMap
  let look: Look

  func draw(into grid: inout CellGrid, in rect: Rect) {
    guard map.width > 0, map.height > 0, map.values.count >= map.width * map.height else {
      return
    }
    if map.height == 1 {
      drawCurve(into: &grid, in: rect)
    } else if look.theme.isMono {
      drawLetters(into: &grid, in: rect)
    } else {
      var canvas = HalfBlockCanvas(columns: rect.width, rows: rect.height)
      for y in 0..<canvas.height {
        for x in 0..<canvas.width {
          canvas[x, y] = look.theme.mapColor(
            value(
              (Float(x) + 0.5) / Float(canvas.width), 1 - (Float(y) + 0.5) / Float(canvas.height)))
        }
      }
      canvas.draw(into: &grid, x: rect.x, y: rect.y, glyphs: look.glyphs)
    }
  }

  /// The output at a place 0…1 across and up, between the four nearest values in proportion.
  func value(_ across: Float, _ up: Float) -> Float {
    let x = min(max(0, across * Float(map.width) - 0.5), Float(map.width - 1))
    let y = min(max(0, up * Float(map.height) - 0.5), Float(map.height - 1))
    let (i, j) = (Int(x), Int(y))
    let (i1, j1) = (min(i + 1, map.width - 1), min(j + 1, map.height - 1))
    let (u, v) = (x - Float(i), y - Float(j))
    func at(_ i: Int, _ j: Int) -> Float { map.values[j * map.width + i] }
    let low = at(i, j) + (at(i1, j) - at(i, j)) * u
    let high = at(i, j1) + (at(i1, j1) - at(i, j1)) * u
    return low + (high - low) * v
  }

  /// Without colour: the classes' letters, heavy where the model is sure, and a blank seam where it is not.
  private func drawLetters(into grid: inout CellGrid, in rect: Rect) {
    for row in 0..<rect.height {
      for column in 0..<rect.width {
        let output = value(
          (Float(column) + 0.5) / Float(rect.width), 1 - (Float(row) + 0.5) / Float(rect.height))
        let (x, y) = (rect.x + column, rect.y + row)
        if !output.isFinite {
          grid.put("?", x: x, y: y, style: look.text)
        } else if abs(output) >= 0.3 {
          grid.put(
            output < 0 ? "o" : look.glyphs == .unicode ? "·" : ".", x: x, y: y,
            style: Style(nil, bold: output < -0.7))
        }
      }
    }
  }

  private func drawCurve(into grid: inout CellGrid, in rect: Rect) {
    var canvas = BrailleCanvas(columns: rect.width, rows: rect.height)
    let (wide, high) = (Float(canvas.dotsWide - 1), Float(canvas.dotsHigh - 1))
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
    canvas.draw(into: &grid, x: rect.x, y: rect.y, glyphs: look.glyphs)
  }
}
