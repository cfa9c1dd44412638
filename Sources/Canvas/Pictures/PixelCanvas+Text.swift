/// Measures of DejaVu Sans Mono, in em.
package enum LetterShape {
  package static let width = 0.602
  /// From the lowest descender to the highest ascender.
  package static let height = 1.164
  package static let ascent = 0.928
  package static let capitals = 0.729
}

extension PixelCanvas {
  /// Draws the cells of a grid, or those in `rect`, at their places: backgrounds, frames and blocks
  /// as shapes, the rest as text.
  ///
  /// - Parameter isOverPicture: draw grounds of the background's colour, too.
  func draw(
    _ grid: CellGrid, _ style: PixelStyle, in rect: Rect? = nil, isOverPicture: Bool = false
  ) {
    let rect = rect ?? Rect(x: 0, y: 0, width: grid.width, height: grid.height)
    let rows = max(0, rect.y)..<max(max(0, rect.y), min(grid.height, rect.maxY))
    let columns = max(0, rect.x)..<max(max(0, rect.x), min(grid.width, rect.maxX))
    for row in rows { drawGrounds(grid, row, columns, style, isOverPicture) }
    setFont(style, isBold: false)
    var isBold = false
    for row in rows {
      for column in columns where !grid.isCovered(column, row) {
        let cell = grid[column, row]
        guard cell.glyph != " " else { continue }
        let (x, y) = (Double(column) * style.cellWidth, Double(row) * style.cellHeight)
        setColor(cell.style.glyphColor(style))
        if drawShape(cell.glyph, x, y, style) { continue }
        if cell.style.isBold != isBold {
          isBold = cell.style.isBold
          setFont(style, isBold: isBold)
        }
        cairo.moveTo(context, x, y + baseline(style))
        String(Character(cell.glyph)).withCString { cairo.showText(context, $0) }
        if cell.style.isUnderlined {
          cairo.rectangle(context, x, y + 0.92 * style.cellHeight, style.cellWidth, 1)
          cairo.fill(context)
        }
      }
    }
  }

  private func drawGrounds(
    _ grid: CellGrid, _ row: Int, _ columns: Range<Int>, _ style: PixelStyle,
    _ isOverPicture: Bool
  ) {
    var column = columns.lowerBound
    while column < columns.upperBound {
      let ground = grid[column, row].style.ground(style)
      var end = column + 1
      while end < columns.upperBound, grid[end, row].style.ground(style) == ground { end += 1 }
      if let ground, isOverPicture || ground != style.background {
        let x = (Double(column) * style.cellWidth).rounded()
        let y = (Double(row) * style.cellHeight).rounded()
        fill(
          ground, x: x, y: y, width: (Double(end) * style.cellWidth).rounded() - x,
          height: (Double(row + 1) * style.cellHeight).rounded() - y)
      }
      column = end
    }
  }

  /// Draws symbols and labels; ignores other marks. Lays them out in cells, as in a terminal.
  func drawText(_ mark: Drawing.Mark, of drawing: Drawing, _ style: PixelStyle) {
    var grid = CellGrid(width: drawing.columns, height: drawing.rows)
    let rows: ClosedRange<Int>
    switch mark {
    case .symbol(let symbol):
      guard symbol.at.y >= 0, symbol.at.y < Float(drawing.unitsHigh) else { return }
      rows = Int(symbol.at.y) / 4...Int(symbol.at.y) / 4
    case .label(let label):
      if let capitals = label.capitals, case .cells(let x, let y, _, _) = label.place {
        return drawLarge(label, Double(capitals), x: x, y: y, style)
      }
      switch label.place {
      case .cells(_, let y, _, _): rows = y...y
      case .point(let at):
        guard at.y >= 0, at.y < Float(drawing.unitsHigh) else { return }
        rows = Int(at.y) / 4...Int(at.y) / 4
      }
    case .run, .raster, .group: return
    }
    grid.drawText(mark, of: drawing, x: 0, y: 0)
    draw(
      grid, style,
      in: Rect(x: 0, y: rows.lowerBound, width: drawing.columns, height: rows.count),
      isOverPicture: true)
  }

  private func drawLarge(
    _ label: Drawing.Label, _ capitals: Double, x: Int, y: Int, _ style: PixelStyle
  ) {
    let size = capitals * style.cellHeight / LetterShape.capitals
    setFont(style, isBold: label.style.isBold)
    cairo.setFontSize(context, size)
    setColor(label.style.foreground ?? style.foreground)
    cairo.moveTo(
      context, Double(x) * style.cellWidth,
      Double(y) * style.cellHeight + LetterShape.ascent * size)
    label.text.withCString { cairo.showText(context, $0) }
  }

  private func setFont(_ style: PixelStyle, isBold: Bool) {
    style.font.withCString { cairo.selectFontFace(context, $0, 0, isBold ? 1 : 0) }
    cairo.setFontSize(context, fontSize(style))
  }

  private func fontSize(_ style: PixelStyle) -> Double {
    min(style.cellWidth / LetterShape.width, style.cellHeight / LetterShape.height)
  }

  /// Distance from the top of a cell.
  private func baseline(_ style: PixelStyle) -> Double {
    let size = fontSize(style)
    return (style.cellHeight - LetterShape.height * size) / 2 + LetterShape.ascent * size
  }

  /// Draws a glyph of `GlyphShape`; false for other glyphs.
  private func drawShape(
    _ glyph: Unicode.Scalar, _ x: Double, _ y: Double, _ style: PixelStyle
  ) -> Bool {
    let (w, h) = (style.cellWidth, style.cellHeight)
    if let arms = GlyphShape.arms(glyph) {
      let width = max(1, (0.1 * w).rounded())
      let (cx, cy) = ((x + w / 2).rounded(.down) + 0.5, (y + h / 2).rounded(.down) + 0.5)
      cairo.setLineWidth(context, width)
      cairo.setDash(context, nil, 0, 0)
      cairo.setLineCap(context, 0)
      for (arm, to) in [(1, (cx, y)), (2, (x + w, cy)), (4, (cx, y + h)), (8, (x, cy))]
      where arms & arm != 0 {
        cairo.moveTo(context, cx, cy)
        cairo.lineTo(context, to.0, to.1)
      }
      cairo.stroke(context)
      cairo.setLineCap(context, 1)
      return true
    }
    if let blocks = GlyphShape.blocks(glyph) {
      for block in blocks {
        // On whole pixels, so that no seam is between blocks.
        let (left, top) = ((x + block.x * w).rounded(), (y + block.y * h).rounded())
        cairo.rectangle(
          context, left, top, (x + (block.x + block.width) * w).rounded() - left,
          (y + (block.y + block.height) * h).rounded() - top)
      }
      cairo.fill(context)
      return true
    }
    if let pattern = GlyphShape.braille(glyph) {
      for (index, bit) in BrailleCanvas.bits.enumerated() where pattern & bit != 0 {
        let (column, row) = (Double(index & 1), Double(index >> 1))
        cairo.newSubPath(context)
        cairo.arc(
          context, x + (column + 0.5) * w / 2, y + (row + 0.5) * h / 4, 0.16 * w, 0, 2 * .pi)
      }
      cairo.fill(context)
      return true
    }
    return false
  }
}

extension Style {
  fileprivate func glyphColor(_ style: PixelStyle) -> Color {
    isReversed ? background ?? style.background : foreground ?? style.foreground
  }

  fileprivate func ground(_ style: PixelStyle) -> Color? {
    isReversed ? foreground ?? style.foreground : background
  }
}
