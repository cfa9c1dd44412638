/// A cell of a terminal's screen.
package struct Cell: Sendable, Hashable {
  /// One column wide, except in recordings of other programs (see `CellGrid.isWide`).
  package var glyph: Unicode.Scalar
  package var style: Style

  package init(_ glyph: Unicode.Scalar = " ", _ style: Style = Style()) {
    self.glyph = glyph
    self.style = style
  }
}

/// A nil colour is the terminal's own.
package struct Style: Sendable, Hashable {
  package var foreground: Color?
  package var background: Color?
  package var isBold = false
  /// Foreground and background exchanged: a highlight that needs no colour.
  package var isReversed = false
  package var isUnderlined = false

  package init(_ foreground: Color? = nil, on background: Color? = nil, bold: Bool = false) {
    self.foreground = foreground
    self.background = background
    self.isBold = bold
  }
}
