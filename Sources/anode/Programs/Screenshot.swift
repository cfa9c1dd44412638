import CellGraphics
import Drawing

/// A screen as files.
enum Screenshot {
  /// The name of both files without its ending, as a person may have typed it with one.
  static func stem(_ name: String) -> String {
    name.hasSuffix(".svg") ? String(name.dropLast(4)) : name
  }

  /// Writes `stem`.svg, its pictures as vectors, and `stem`.ansi.
  static func write(
    _ screen: Composition, theme: Theme, glyphs: GlyphSet, stem: String
  ) throws(OutputFile.Failure) {
    var writer = SVGWriter()
    if let color = theme.background { writer.background = color }
    if let color = theme.text { writer.foreground = color }
    try OutputFile.write(writer.document(screen), to: stem + ".svg")
    try OutputFile.write(screen.cells(glyphs).ansiText(.indexed), to: stem + ".ansi")
  }
}
