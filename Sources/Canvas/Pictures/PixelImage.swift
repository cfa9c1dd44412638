package struct PixelImage: Sendable, Equatable {
  package let width: Int
  package let height: Int
  /// Row by row from the top: 0xAARRGGBB, premultiplied by alpha.
  package var pixels: [UInt32]

  /// Transparent by default.
  package init(width: Int, height: Int, fill: UInt32 = 0) {
    self.width = max(0, width)
    self.height = max(0, height)
    pixels = Array(repeating: fill, count: self.width * self.height)
  }

  package init(width: Int, height: Int, pixels: [UInt32]) {
    precondition(pixels.count == width * height, "pixels must be width × height")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The premultiplied colour.
  package func color(_ x: Int, _ y: Int) -> Color {
    Color(hex: pixels[y * width + x] & 0xFF_FFFF)
  }

  /// Makes a rectangle transparent.
  package mutating func clear(x: Int, y: Int, width wide: Int, height high: Int) {
    let columns = max(0, x)..<max(max(0, x), min(width, x + wide))
    for row in max(0, y)..<max(max(0, y), min(height, y + high)) {
      for column in columns { pixels[row * width + column] = 0 }
    }
  }
}

extension Color {
  /// Opaque, for `PixelImage.pixels`.
  package var pixel: UInt32 { 0xFF00_0000 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }
}

/// The size of a terminal's cell in pixels.
package struct CellSize: Sendable, Hashable {
  package var width: Int
  package var height: Int

  /// nil for sizes no real cell has.
  package init?(width: Int, height: Int) {
    guard (2...200).contains(width), (4...400).contains(height) else { return nil }
    self.width = width
    self.height = height
  }
}

/// The user's setting for pictures in pixels.
package enum PicturePreference: String, Sendable, CaseIterable {
  /// The best protocol that the terminal reports.
  case auto
  /// Kitty's protocol or sixel, whatever the terminal reports.
  case kitty, sixel
  /// Draws pictures with cells.
  case off
}
