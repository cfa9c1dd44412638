import Platform

/// A screen to save to a file of any format.
package struct Picture {
  package var screen: Composition
  package var theme: Theme
  package var glyphs = GlyphSet.unicode
  /// Colour depth of text formats; nil: the lowest that loses no colour.
  package var depth: ColorDepth?
  /// Size of a cell in a PDF, in points.
  package var cell = (width: 6.0, height: 12.0)
  /// Resolution of a PNG.
  package var dotsPerInch = 192.0
  /// Space around an SVG, in units of a cell of 10 × 20.
  package var margin = 12

  package init(_ screen: Composition, _ theme: Theme = .dark) {
    self.screen = screen
    self.theme = theme
  }

  /// The file's contents. Throws if the format needs Cairo and it is not installed.
  package func bytes(_ format: PictureFormat) throws(MissingLibrary) -> [UInt8] {
    let missing = MissingLibrary(
      wanted: "a \(format.rawValue.uppercased())", package: System.cairoPackage,
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
