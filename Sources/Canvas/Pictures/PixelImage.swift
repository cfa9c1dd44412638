package struct PixelImage: Sendable, Equatable {
  package let width: Int
  package let height: Int
  /// Row by row from the top: 0xAARRGGBB, red, green and blue already multiplied by alpha.
  package var pixels: [UInt32]

  /// A picture of one colour; transparent, if none is given.
  package init(width: Int, height: Int, fill: UInt32 = 0) {
    self.width = max(0, width)
    self.height = max(0, height)
    pixels = Array(repeating: fill, count: self.width * self.height)
  }

  /// A picture of these pixels, row by row.
  package init(width: Int, height: Int, pixels: [UInt32]) {
    precondition(pixels.count == width * height, "as many pixels as the picture has")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// A pixel's colour, as far as it covers what is below.
  package func color(_ x: Int, _ y: Int) -> Color {
    Color(hex: pixels[y * width + x] & 0xFF_FFFF)
  }

  /// How much of what is below a pixel covers, 0…255.
  package func alpha(_ x: Int, _ y: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: pixels[y * width + x] >> 24)
  }

  /// Makes a rectangle transparent, as far as it lies within.
  package mutating func clear(x: Int, y: Int, width wide: Int, height high: Int) {
    let columns = max(0, x)..<max(max(0, x), min(width, x + wide))
    for row in max(0, y)..<max(max(0, y), min(height, y + high)) {
      for column in columns { pixels[row * width + column] = 0 }
    }
  }
}

extension Color {
  /// The colour as an opaque pixel.
  package var pixel: UInt32 { 0xFF00_0000 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }
}

/// How large a cell of a terminal is, in pixels.
package struct CellSize: Sendable, Hashable {
  package var width: Int
  package var height: Int

  /// A size; nil where it is no size that a cell has.
  package init?(width: Int, height: Int) {
    guard (2...200).contains(width), (4...400).contains(height) else { return nil }
    self.width = width
    self.height = height
  }
}

/// What the person wants of pictures in pixels.
package enum PicturePreference: String, Sendable, CaseIterable {
  /// The best that the terminal says it has.
  case auto
  /// Kitty's protocol, whatever the terminal says.
  case kitty
  /// Sixel, whatever the terminal says.
  case sixel
  /// None: pictures are made of cells.
  case off
}
