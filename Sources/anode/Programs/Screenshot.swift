import CellGraphics
import Drawing
import LoadedLibraries
import Pixels

/// A screen as files.
enum Screenshot {
  /// The endings of the files.
  static let endings = [".svg", ".ansi", ".png", ".pdf"]

  /// The names of the files without their ending, as a person may have typed it with one.
  static func stem(_ name: String) -> String {
    for ending in endings where name.hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name
  }

  /// Writes `stem`.svg and `stem`.pdf, their pictures as vectors, `stem`.png, and `stem`.ansi.
  /// Without Cairo there is neither PDF nor PNG.
  ///
  /// - Returns: what was written, for a person.
  static func write(
    _ screen: Composition, theme: Theme, glyphs: GlyphSet, stem: String,
    by permission: WritePermission
  ) throws(WriteFailure) -> String {
    // All or none of them.
    for ending in endings { try permission.check(stem + ending) }
    var writer = SVGWriter()
    if let color = theme.background { writer.background = color }
    if let color = theme.text { writer.foreground = color }
    try permission.write(writer.document(screen), to: stem + ".svg")
    try permission.write(screen.cells(glyphs).ansiText(.indexed), to: stem + ".ansi")
    guard CairoLibrary.shared != nil else {
      return "\(stem).svg and \(stem).ansi (without libcairo2 no PDF and no PNG)"
    }
    try permission.write(PixelPage.png(screen, theme: theme), to: stem + ".png")
    try permission.write(PixelPage.pdf(screen, theme: theme), to: stem + ".pdf")
    return "\(stem).svg, .pdf, .png and .ansi"
  }
}
