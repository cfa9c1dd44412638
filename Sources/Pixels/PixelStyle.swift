import CellGraphics

/// How a screen's pictures and text become pixels.
package struct PixelStyle: Sendable, Equatable {
  /// Width of a cell.
  package var cellWidth: Double
  /// Height of a cell.
  package var cellHeight: Double
  /// What is behind everything.
  package var background: Color
  /// Text and strokes without a colour.
  package var foreground: Color
  /// The font of text; fontconfig's names.
  package var font = "DejaVu Sans Mono"

  /// Cells of a size in a theme's colours.
  package init(cellWidth: Double, cellHeight: Double, _ theme: Theme) {
    self.cellWidth = cellWidth
    self.cellHeight = cellHeight
    background = theme.background ?? theme.fade ?? Color(0, 0, 0)
    foreground = theme.text ?? Color(0xD8, 0xDE, 0xE6)
  }

  /// A unit of drawings, half a cell's width, as far as cells are as high as they should be.
  var unit: Double { (cellWidth / 2 + cellHeight / 4) / 2 }
}
