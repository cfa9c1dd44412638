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
