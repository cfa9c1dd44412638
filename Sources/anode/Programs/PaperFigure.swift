import CellGraphics
import Drawing
import LoadedLibraries
import Pixels

/// A picture as a figure for a paper: on white, its letters of eight points.
enum PaperFigure {
  /// Points to a millimetre.
  private static let points = 72 / 25.4
  /// Width and height of a cell in points: that of letters of eight points.
  private static let cell = (width: 4.8, height: 9.6)

  /// Columns and rows of a figure of so many millimetres.
  static func size(width: Double, height: Double) -> (columns: Int, rows: Int) {
    (
      max(8, Int((width * points / cell.width).rounded())),
      max(4, Int((height * points / cell.height).rounded()))
    )
  }

  /// The theme of figures: the light one on white.
  static var theme: Theme {
    var theme = Theme.light
    theme.background = Color(255, 255, 255)
    theme.fade = theme.background
    theme.isFine = true
    return theme
  }

  /// A picture as a file of the kind that its name says: .pdf, .svg, or .png of 300 dots an inch.
  static func bytes(of drawing: Drawing, for path: String) throws(MissingLibrary) -> [UInt8] {
    let theme = theme
    if path.hasSuffix(".svg") {
      var writer = SVGWriter()
      writer.margin = 0
      if let color = theme.background { writer.background = color }
      if let color = theme.text { writer.foreground = color }
      return Array(writer.document(drawing).utf8)
    }
    guard CairoLibrary.shared != nil else {
      throw MissingLibrary(
        wanted: "a PDF or PNG", package: "libcairo2", alternative: ".svg does not need it")
    }
    var screen = Composition(CellGrid(width: drawing.columns, height: drawing.rows))
    screen.place(drawing, x: 0, y: 0)
    if path.hasSuffix(".pdf") {
      return PixelPage.pdf(screen, theme: theme, cellWidth: cell.width, cellHeight: cell.height)
    }
    return PixelPage.png(
      screen, theme: theme, cellWidth: cell.width * 300 / 72, cellHeight: cell.height * 300 / 72)
  }
}
