package enum TextAlignment: Sendable { case left, centre, right }

// An output folds all of a grid's glyphs into those that it has (`folded(into:)`).
extension CellGrid {
  /// Writes one line of text from column `x` of row `y`, shortened with an ellipsis to `maxWidth`
  /// columns. Without a background, the style keeps the cells' own.
  ///
  /// - Returns: the columns used, including those clipped by the grid's edge.
  @discardableResult
  package mutating func write(
    _ text: String, x: Int, y: Int, style: Style = Style(), maxWidth: Int = .max
  ) -> Int {
    guard maxWidth > 0 else { return 0 }
    var row = TextRow.glyphs(of: text)
    if row.count > maxWidth {
      row.removeSubrange(maxWidth...)
      row[maxWidth - 1] = Glyph.ellipsis
    }
    guard y >= 0, y < height else { return row.count }
    for (offset, glyph) in row.enumerated() { put(glyph, x: x + offset, y: y, style: style) }
    return row.count
  }

  /// Writes text aligned within `width` columns from column `x`.
  @discardableResult
  package mutating func write(
    _ text: String, x: Int, y: Int, width: Int, alignment: TextAlignment, style: Style = Style()
  ) -> Int {
    let used = min(TextRow.width(of: text), max(0, width))
    let start: Int
    switch alignment {
    case .left: start = x
    case .centre: start = x + (width - used) / 2
    case .right: start = x + width - used
    }
    return write(text, x: start, y: y, style: style, maxWidth: width)
  }

  /// Puts one glyph; keeps the cell's background if `style` has none.
  package mutating func put(_ glyph: Unicode.Scalar, x: Int, y: Int, style: Style) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    var style = style
    if style.background == nil { style.background = self[x, y].style.background }
    self[x, y] = Cell(glyph, style)
  }

  /// Draws a frame along the edge of `rect`, with a title in its top line if it fits.
  package mutating func box(
    _ rect: Rect, title: String = "", style: Style = Style(), titleStyle: Style? = nil
  ) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    for x in rect.x + 1..<rect.maxX - 1 {
      put(Glyph.horizontal, x: x, y: rect.y, style: style)
      put(Glyph.horizontal, x: x, y: rect.maxY - 1, style: style)
    }
    for y in rect.y + 1..<rect.maxY - 1 {
      put(Glyph.vertical, x: rect.x, y: y, style: style)
      put(Glyph.vertical, x: rect.maxX - 1, y: y, style: style)
    }
    put("╭", x: rect.x, y: rect.y, style: style)
    put("╮", x: rect.maxX - 1, y: rect.y, style: style)
    put("╰", x: rect.x, y: rect.maxY - 1, style: style)
    put("╯", x: rect.maxX - 1, y: rect.maxY - 1, style: style)
    if !title.isEmpty && rect.width >= 7 {
      write(
        " \(title) ", x: rect.x + 2, y: rect.y, style: titleStyle ?? style, maxWidth: rect.width - 4
      )
    }
  }

  /// Breaks text at blanks into lines of at most `width` columns; splits longer words.
  package static func wrap(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var word = String(word)
      if !line.isEmpty && TextRow.width(of: line) + 1 + TextRow.width(of: word) > width {
        lines.append(line)
        line = ""
      }
      while word.count > width {
        lines.append(String(word.prefix(width)))
        word = String(word.dropFirst(width))
      }
      line += line.isEmpty ? word : " " + word
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}
