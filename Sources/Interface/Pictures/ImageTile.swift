import Canvas
import NeuralODE

/// A channel or an image; `width` and `height` are in pixels, a cell wide and half a cell high.
struct ImageTile {
  let width: Int
  let height: Int
  let look: Look

  /// The height in cells of an image drawn `columns` wide.
  static func rows(_ shape: ImageShape, columns: Int) -> Int {
    max(1, (columns * shape.height + 2 * shape.width - 1) / (2 * shape.width))
  }

  /// Blue below 0, dark at 0, yellow above, full colour at ±`scale`.
  func drawSigned(
    _ values: ArraySlice<Float>, scale: Float, into drawing: inout Drawing, in rect: Rect
  ) {
    add(values, .signed(look.theme, full: scale), to: &drawing, in: rect)
  }

  /// Draws values from 0 to 1 as ink on the background.
  func drawInk(
    _ values: ArraySlice<Float>, color: Color?, into drawing: inout Drawing, in rect: Rect
  ) {
    let ground = look.theme.bar ?? look.theme.background
    add(values, .ink(color, on: ground, isMono: look.theme.isMono), to: &drawing, in: rect)
  }

  /// Draws three channels in their colours, one channel as ink.
  func drawImage(
    _ pixels: ArraySlice<Float>, _ shape: ImageShape, into drawing: inout Drawing, in rect: Rect
  ) {
    guard shape.channels == 3 else {
      drawInk(
        pixels.prefix(shape.pixels), color: look.theme.title ?? look.theme.text, into: &drawing,
        in: rect)
      return
    }
    add(pixels.prefix(3 * shape.pixels), .colors(isMono: look.theme.isMono), to: &drawing, in: rect)
  }

  private func add(
    _ values: ArraySlice<Float>, _ scale: Raster.Scale, to drawing: inout Drawing, in rect: Rect
  ) {
    drawing.add(
      Raster(
        Array(values), width: width, height: height, in: rect, scale: scale, sampling: .area))
  }
}
