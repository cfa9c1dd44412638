extension CellGrid {
  /// The glyphs alone, a line a row, blanks at the ends of rows left out.
  package var plainText: String {
    var text = ""
    for y in 0..<height {
      var row = String.UnicodeScalarView()
      var length = 0
      for x in 0..<width where !isCovered(x, y) {
        row.append(self[x, y].glyph)
        if self[x, y].glyph != " " { length = row.count }
      }
      text += String(String.UnicodeScalarView(row.prefix(length))) + "\n"
    }
    return text
  }
}
