import CellGraphics
import NeuralODE

/// One channel, or one image, as a small picture: a pixel is half a cell high and a cell wide.
struct ImageTile {
  /// Pixels across.
  let width: Int
  /// Pixels down.
  let height: Int
  let look: Look

  /// Cells that a tile of an image of that shape takes when it is drawn `columns` wide.
  static func rows(_ shape: ImageShape, columns: Int) -> Int {
    max(1, (columns * shape.height + 2 * shape.width - 1) / (2 * shape.width))
  }

  /// Draws values by the colours of outputs: blue below 0, dark at 0, yellow above, full at ±1.
  func drawSigned(
    _ values: ArraySlice<Float>, scale: Float, into grid: inout CellGrid, in rect: Rect
  ) {
    draw(into: &grid, in: rect) { column, row, across, down in
      let value = mean(values, column, row, across, down) / max(scale, 1e-6)
      return (look.theme.mapColor(min(max(value, -1), 1)), abs(value))
    }
  }

  /// Draws values from 0 to 1 as ink on the background.
  func drawInk(
    _ values: ArraySlice<Float>, color: Color?, into grid: inout CellGrid, in rect: Rect
  ) {
    let ground = look.theme.bar ?? look.theme.background
    draw(into: &grid, in: rect) { column, row, across, down in
      let value = min(max(mean(values, column, row, across, down), 0), 1)
      // Levels, not shades: fewer colours to be sent, and no difference that an eye sees.
      let level = (value * 12).rounded() / 12
      return (color.flatMap { ink in ground.map { $0.mixed(with: ink, level) } }, value)
    }
  }

  /// Draws an image of three channels in its colours, of one as ink.
  func drawImage(
    _ pixels: ArraySlice<Float>, _ shape: ImageShape, into grid: inout CellGrid, in rect: Rect
  ) {
    guard shape.channels == 3 else {
      drawInk(
        pixels.prefix(shape.pixels), color: look.theme.title ?? look.theme.text, into: &grid,
        in: rect)
      return
    }
    let parts = (0..<3).map { channel in
      pixels[
        pixels.startIndex + channel * shape.pixels..<pixels.startIndex + (channel + 1)
          * shape.pixels]
    }
    draw(into: &grid, in: rect) { column, row, across, down in
      let levels = parts.map { part -> UInt8 in
        let value = min(max(mean(part, column, row, across, down), 0), 1)
        return UInt8((value * 15).rounded() / 15 * 255)
      }
      let brightness = levels.reduce(Float(0)) { $0 + Float($1) } / 765
      return (
        look.theme.isMono ? nil : Color(levels[0], levels[1], levels[2]), brightness
      )
    }
  }

  /// Marks a cell grid with colours of `tone(column, row, across, down)`: the part of the image from (column, row) on that a
  /// point of the raster covers. Without colours strength becomes letters.
  private func draw(
    into grid: inout CellGrid, in rect: Rect,
    tone: (Float, Float, Float, Float) -> (color: Color?, strength: Float)
  ) {
    guard rect.width > 0, rect.height > 0 else { return }
    let across = Float(width) / Float(rect.width)
    if look.theme.isMono {
      let ramp = Array(" .:-=+*#%@".unicodeScalars)
      let down = Float(height) / Float(rect.height)
      for row in 0..<rect.height {
        for column in 0..<rect.width {
          let found = tone(Float(column) * across, Float(row) * down, across, down)
          let level = found.strength.isFinite ? min(max(found.strength, 0), 1) : 0
          let glyph = ramp[min(ramp.count - 1, Int(level * Float(ramp.count - 1) + 0.5))]
          grid.put(glyph, x: rect.x + column, y: rect.y + row, style: Style(nil))
        }
      }
      return
    }
    var canvas = HalfBlockCanvas(columns: rect.width, rows: rect.height)
    let down = Float(height) / Float(canvas.height)
    for y in 0..<canvas.height {
      for x in 0..<canvas.width {
        canvas[x, y] = tone(Float(x) * across, Float(y) * down, across, down).color
      }
    }
    canvas.draw(into: &grid, x: rect.x, y: rect.y, glyphs: look.glyphs)
  }

  /// The mean over the pixels that begin within the part, or the pixel that it lies in.
  private func mean(
    _ values: ArraySlice<Float>, _ column: Float, _ row: Float, _ across: Float, _ down: Float
  ) -> Float {
    let columns = Self.span(column, across, width)
    let rows = Self.span(row, down, height)
    var sum: Float = 0
    for y in rows {
      for x in columns { sum += values[values.startIndex + y * width + x] }
    }
    return sum / Float(columns.count * rows.count)
  }

  private static func span(_ start: Float, _ size: Float, _ limit: Int) -> Range<Int> {
    let from = min(limit - 1, max(0, Int((start + 0.001).rounded(.down))))
    let to = min(limit, max(from + 1, Int((start + size - 0.001).rounded(.up))))
    return from..<(size <= 1 ? from + 1 : to)
  }
}
