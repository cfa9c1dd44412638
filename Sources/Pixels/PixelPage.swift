import CellGraphics
import Drawing

/// Screens as files.
package enum PixelPage {
  /// A screen as a PNG file, a cell in so many pixels; empty without Cairo.
  package static func png(
    _ screen: Composition, theme: Theme, cellWidth: Double = 16, cellHeight: Double = 32
  ) -> [UInt8] {
    let style = PixelStyle(cellWidth: cellWidth, cellHeight: cellHeight, theme)
    let width = Int((Double(screen.grid.width) * cellWidth).rounded(.up))
    let height = Int((Double(screen.grid.height) * cellHeight).rounded(.up))
    guard let canvas = PixelCanvas(width: width, height: height) else { return [] }
    canvas.fill(style.background)
    canvas.draw(screen, style)
    return canvas.png
  }

  /// A screen as a page of a PDF document, a cell in so many points; empty without Cairo.
  package static func pdf(
    _ screen: Composition, theme: Theme, cellWidth: Double = 6, cellHeight: Double = 12
  ) -> [UInt8] {
    let style = PixelStyle(cellWidth: cellWidth, cellHeight: cellHeight, theme)
    let width = Double(screen.grid.width) * cellWidth
    let height = Double(screen.grid.height) * cellHeight
    guard let canvas = PixelCanvas(pdfOfWidth: width, height: height) else { return [] }
    canvas.draw(screen, style)
    return canvas.finishedDocument()
  }
}
