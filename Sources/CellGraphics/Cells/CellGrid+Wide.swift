// A program that draws gives every cell a glyph one column wide. Recordings of other programs have
// glyphs of two: such a grid has the glyph in the left cell and a blank in the right one, which a
// terminal covers with the glyph.
extension CellGrid {
  /// Is there a glyph at (x, y) that takes two columns, and the blank it needs to its right?
  func isWide(_ x: Int, _ y: Int) -> Bool {
    guard self[x, y].glyph.value >= 0x1100, x + 1 < width, self[x + 1, y].glyph == " " else {
      return false
    }
    return TextRow.columns(of: self[x, y].glyph) == 2
  }

  /// Is the cell at (x, y) the right half of a glyph that takes two columns?
  package func isCovered(_ x: Int, _ y: Int) -> Bool {
    x > 0 && self[x, y].glyph == " " && isWide(x - 1, y)
  }
}
