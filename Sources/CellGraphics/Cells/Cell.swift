/// A colour of 24 bits. What a terminal can show of it is the terminal's business.
public struct Color: Sendable, Hashable {
  /// Red, green and blue, 0…255.
  public var red: UInt8
  /// See `red`.
  public var green: UInt8
  /// See `red`.
  public var blue: UInt8

  /// A colour from its components.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour written as in a style sheet: 0xRRGGBB.
  public init(hex: UInt32) {
    self.init(
      UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8),
      UInt8(truncatingIfNeeded: hex))
  }

  /// The colour `amount` (0…1) of the way to `other`, in sRGB components.
  public func mixed(with other: Color, _ amount: Float) -> Color {
    let a = min(max(amount, 0), 1)
    func mix(_ x: UInt8, _ y: UInt8) -> UInt8 {
      UInt8((Float(x) + (Float(y) - Float(x)) * a).rounded())
    }
    return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }
}

/// How a cell's glyph is drawn. A nil colour is the terminal's own.
public struct Style: Sendable, Hashable {
  /// Colour of the glyph.
  public var foreground: Color?
  /// Colour behind it.
  public var background: Color?
  /// Heavier strokes.
  public var isBold = false
  /// Foreground and background exchanged: what marks things where there is no colour.
  public var isReversed = false
  /// A line under the glyph.
  public var isUnderlined = false

  /// A style of the given colours.
  public init(_ foreground: Color? = nil, on background: Color? = nil, bold: Bool = false) {
    self.foreground = foreground
    self.background = background
    self.isBold = bold
  }
}

/// One place of a terminal's screen: a glyph one column wide, and its style.
public struct Cell: Sendable, Hashable {
  /// The glyph; always of width one.
  public var glyph: Unicode.Scalar
  /// How it is drawn.
  public var style: Style

  /// A cell.
  public init(_ glyph: Unicode.Scalar = " ", _ style: Style = Style()) {
    self.glyph = glyph
    self.style = style
  }
}
