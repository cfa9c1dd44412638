/// One place of a terminal's screen: a glyph one column wide, and its style.
package struct Cell: Sendable, Hashable {
  /// The glyph; always of width one.
  package var glyph: Unicode.Scalar
  package var style: Style

  package init(_ glyph: Unicode.Scalar = " ", _ style: Style = Style()) {
    self.glyph = glyph
    self.style = style
  }
}

/// How a cell's glyph is drawn. A nil colour is the terminal's own.
package struct Style: Sendable, Hashable {
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
