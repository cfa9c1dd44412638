import CellGraphics
import LiveSession

/// Where in input space each model says +1 and where −1, side by side.
struct InputMapPanel {
  let left: Snapshot?
  let right: Snapshot?
  /// The place pointed at.
  var pointer: SIMD2<Float>?
  var isFocused = false
  /// Names of the two where their families do not tell them apart; nil where they do.
  var names: [String]?
  let look: Look

  /// Rows of a map in a panel of that height, and whether names stand below it.
  private static func rows(height: Int) -> (map: Int, isNamedBelow: Bool) {
    let inner = max(0, height - 2)
    return inner >= 6 ? (inner - 1, true) : (inner, false)
  }

  /// Columns that a panel of `height` rows needs for two square maps.
  static func width(height: Int) -> Int { rows(height: height).map * 4 + 2 + 4 }

  /// Where the two maps lie in a panel; empty where it has no room for them.
  static func squares(in rect: Rect) -> [Rect] {
    let named = rows(height: rect.height).isNamedBelow
    let inner = rect.inset(2, 1)
    let gap = 2
    let width = (inner.width - gap) / 2
    let rows = min(inner.height - (named ? 1 : 0), (width + 1) / 2)
    guard width >= 4, rows >= 2 else { return [] }
    let top = inner.y + (inner.height - rows - (named ? 1 : 0)) / 2
    return [0, 1].map { index in
      let x = inner.x + index * (width + gap)
      return Rect(
        x: x + max(0, (width - 2 * rows) / 2), y: top, width: min(width, 2 * rows), height: rows)
    }
  }

  func draw(into grid: inout CellGrid, in rect: Rect) {
    let named = Self.rows(height: rect.height).isNamedBelow
    let squares = Self.squares(in: rect)
    guard squares.count == 2 else { return }
    look.frame(
      rect, title: named ? "input \u{2192} output" : "", color: look.theme.text,
      isFocused: isFocused, in: &grid)
    for (index, (side, square)) in zip(Side.allCases, squares).enumerated() {
      let snapshot = side == .left ? left : right
      if let snapshot {
        InputMapPicture(map: snapshot.inputMap, look: look).draw(into: &grid, in: square)
        if let pointer, snapshot.inputMap.height > 1 {
          ProbeDrawing.drawCross(
            pointer, extent: snapshot.inputMap.extent, into: &grid, in: square, look: look)
        }
      }
      let family = snapshot?.configuration.model.family
      let title = family.map { names?[index] ?? $0.title }
      let name = title.map { named ? $0 : " \($0) " } ?? ""
      grid.write(
        name, x: square.x, y: named ? square.maxY : rect.y, width: square.width,
        alignment: .centre, style: Style(family.flatMap { look.color($0, side) }, bold: true),
        glyphs: look.glyphs)
    }
  }
}

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
