/// What DECSC saves: place, pen, character sets.
struct ScreenCursor: Equatable, Sendable {
  /// Column.
  var x = 0
  /// Row.
  var y = 0
  /// How glyphs are drawn.
  var style = Style()
  /// A glyph was put into the last column: the next one begins a new row.
  var isPastEnd = false
  /// Are G0 and G1 DEC's special graphics?
  var hasGraphics = (false, false)
  /// Which of them is in use.
  var activeSet = 0
  /// Rows count from the top margin, and the cursor stays within the margins.
  var isRelative = false

  static func == (a: ScreenCursor, b: ScreenCursor) -> Bool {
    a.x == b.x && a.y == b.y && a.style == b.style && a.isPastEnd == b.isPastEnd
      && a.hasGraphics == b.hasGraphics && a.activeSet == b.activeSet
      && a.isRelative == b.isRelative
  }
}
