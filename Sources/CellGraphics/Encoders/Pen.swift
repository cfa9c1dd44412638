/// What a terminal's pen is set to: a style in the colours that a depth has.
struct Pen: Hashable, Sendable {
  /// Colour of the glyph: an index, or 24 bits; nil is the terminal's own.
  var foreground: UInt32?
  /// Colour behind it.
  var background: UInt32?
  var isBold = false
  var isUnderlined = false
  /// Are the two colours exchanged?
  var isReversed = false
}
