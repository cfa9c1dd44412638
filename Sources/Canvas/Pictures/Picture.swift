import Platform

/// A screen as it is to be kept in a file, whatever the file's form.
package struct Picture {
  package var screen: Composition
  package var theme: Theme
  /// Characters of cells.
  package var glyphs = GlyphSet.unicode
  /// Colours of text; nil is as few as lose nothing.
  package var depth: ColorDepth?
  /// Points of a cell in a PDF.
  package var cell = (width: 6.0, height: 12.0)
  /// Pixels of a PNG to an inch of 72 points.
  package var dotsPerInch = 192.0
  /// Space around an SVG, in units of a cell of 10 × 20.
  package var margin = 12

  /// A screen in a theme's colours.
  package init(_ screen: Composition, _ theme: Theme = .dark) {
    self.screen = screen
    self.theme = theme
  }

  /// The file in a form.
  ///
  /// - Throws: what is missing where Cairo makes it, and is not on this machine.
  package func bytes(_ format: PictureFormat) throws(MissingLibrary) -> [UInt8] {
    let missing = MissingLibrary(
      wanted: "a \(format.rawValue.uppercased())", package: "libcairo2",
      alternative: "SVG does not need it")
    switch format {
    case .svg:
      var writer = SVGWriter(theme)
      writer.margin = margin
      return Array(writer.document(screen).utf8)
    case .pdf:
      let style = PixelStyle(cellWidth: cell.width, cellHeight: cell.height, theme)
      let (width, height) = size(style)
      guard let canvas = PixelCanvas(pdfOfWidth: width, height: height) else { throw missing }
      canvas.draw(screen, style)
      return canvas.finishedDocument()
    case .png:
      let style = PixelStyle(
        cellWidth: cell.width * dotsPerInch / 72, cellHeight: cell.height * dotsPerInch / 72, theme)
      let (width, height) = size(style)
      guard
        let canvas = PixelCanvas(width: Int(width.rounded(.up)), height: Int(height.rounded(.up)))
      else { throw missing }
      canvas.fill(style.background)
      canvas.draw(screen, style)
      return canvas.png
    case .ansi:
      let cells = screen.cells(glyphs)
      let isIndexed = cells == cells.quantized(to: .indexed)
      return Array(cells.ansiText(depth ?? (isIndexed ? .indexed : .full)).utf8)
    case .txt: return Array(screen.cells(glyphs).plainText.utf8)
    }
  }

  private func size(_ style: PixelStyle) -> (width: Double, height: Double) {
    (Double(screen.grid.width) * style.cellWidth, Double(screen.grid.height) * style.cellHeight)
  }
}
