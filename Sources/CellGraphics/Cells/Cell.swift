/// A colour of 24 bits. A terminal may show fewer; encoders see to that.
package struct Color: Sendable, Hashable {
  /// Red, 0…255.
  package var red: UInt8
  /// Green, 0…255.
  package var green: UInt8
  /// Blue, 0…255.
  package var blue: UInt8

  /// A colour from its components.
  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour written as in a style sheet: 0xRRGGBB.
  package init(hex: UInt32) {
    self.init(
      UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8),
      UInt8(truncatingIfNeeded: hex))
  }

  /// The colour `amount` (0…1) of the way to `other`, in sRGB components.
  package func mixed(with other: Color, _ amount: Float) -> Color {
    let a = min(max(amount, 0), 1)
    func mix(_ x: UInt8, _ y: UInt8) -> UInt8 {
      UInt8((Float(x) + (Float(y) - Float(x)) * a).rounded())
    }
    return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }
}

/// How a cell's glyph is drawn. A nil colour is the terminal's own.
package struct Style: Sendable, Hashable {
  /// Colour of the glyph.
  package var foreground: Color?
  /// Colour behind it.
  package var background: Color?
  /// Heavier strokes.
  package var isBold = false
  /// Foreground and background exchanged: what marks things where there is no colour.
  package var isReversed = false
  /// A line under the glyph.
  package var isUnderlined = false

  /// A style of the given colours.
  package init(_ foreground: Color? = nil, on background: Color? = nil, bold: Bool = false) {
    self.foreground = foreground
    self.background = background
    self.isBold = bold
  }
}

/// One place of a terminal's screen: a glyph one column wide, and its style.
package struct Cell: Sendable, Hashable {
  /// The glyph; always of width one.
  package var glyph: Unicode.Scalar
  /// How it is drawn.
  package var style: Style

  /// A cell.
  package init(_ glyph: Unicode.Scalar = " ", _ style: Style = Style()) {
    self.glyph = glyph
    self.style = style
  }
}
