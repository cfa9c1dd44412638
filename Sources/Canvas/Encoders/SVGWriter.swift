/// Writes a grid as an SVG picture that looks the same everywhere: braille as round dots, blocks as
/// rectangles, frames as strokes. Only letters and symbols use the reader's monospaced font.
package struct SVGWriter: Sendable {
  /// Defaults for cells without colours.
  package var foreground: Color
  package var background: Color
  /// Space around the picture, in units of a cell of 10 × 20.
  package var margin = 12

  package init(_ theme: Theme = .dark) {
    foreground = theme.text ?? Color(hex: 0xD8DEE6)
    background = theme.background ?? Color(hex: 0x101318)
  }

  package func document(_ grid: CellGrid) -> String {
    head(columns: grid.width, rows: grid.height) + page(of: grid).markup + "</svg>\n"
  }

  package func head(columns: Int, rows: Int, title: String? = nil) -> String {
    let width = columns * 10 + 2 * margin
    let height = rows * 20 + 2 * margin
    let title = title.map { "<title>\(Self.escaped($0))</title>\n" } ?? ""
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="\(-margin) \(-margin) \(width) \(height)" \
      font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="16.6">
      \(title)<rect x="\(-margin)" y="\(-margin)" width="\(width)" height="\(height)" rx="8" \
      fill="\(background.hex)"/>\n
      """
  }

  package func page(of grid: CellGrid) -> Page {
    var page = Page()
    for y in 0..<grid.height {
      addBackgrounds(of: grid, row: y, to: &page)
      addGlyphs(of: grid, row: y, to: &page)
    }
    return page
  }

  /// Paths by colour, and text.
  package struct Page {
    var areas: [String: String] = [:]
    var blocks: [String: String] = [:]
    var strokes: [String: String] = [:]
    var dots: [String: String] = [:]
    var text = ""

    /// Backgrounds first.
    package var markup: String {
      paths(areas) { "fill=\"\($0)\" shape-rendering=\"crispEdges\"" }
        + paths(blocks) { "fill=\"\($0)\" shape-rendering=\"crispEdges\"" }
        + paths(strokes) { "fill=\"none\" stroke=\"\($0)\" stroke-width=\"1.4\"" }
        + paths(dots) {
          "fill=\"none\" stroke=\"\($0)\" stroke-width=\"3.2\" stroke-linecap=\"round\""
        } + text
    }

    /// With the classes of `SVGWriter.styleSheet` instead of attributes. Dots are most of an
    /// animation; shifting them together by half a unit halves their bytes.
    var compactMarkup: String {
      paths(areas) { "class=\"a\" fill=\"\($0)\"" } + paths(blocks) { "class=\"a\" fill=\"\($0)\"" }
        + paths(strokes) { "class=\"s\" stroke=\"\($0)\"" }
        + paths(dots.mapValues { $0.replacing(".5h", with: "h").replacing(".5 ", with: " ") }) {
          "class=\"d\" transform=\"translate(.5 .5)\" stroke=\"\($0)\""
        } + text
    }

    private func paths(_ paths: [String: String], _ attributes: (String) -> String) -> String {
      paths.sorted { $0.key < $1.key }
        .map { "<path \(attributes($0.key)) d=\"\($0.value)\"/>\n" }.joined()
    }
  }

  /// For `Page.compactMarkup`.
  static let styleSheet = """
    <style>.a{shape-rendering:crispEdges}.s{fill:none;stroke-width:1.4}\
    .d{fill:none;stroke-width:3.2;stroke-linecap:round}</style>\n
    """

  private func colors(_ style: Style) -> (glyph: Color, behind: Color?) {
    if style.isReversed {
      return (style.background ?? background, style.foreground ?? foreground)
    }
    return (style.foreground ?? foreground, style.background)
  }

  private func addBackgrounds(of grid: CellGrid, row: Int, to page: inout Page) {
    var x = 0
    while x < grid.width {
      let behind = colors(grid[x, row].style).behind
      var end = x + 1
      while end < grid.width && colors(grid[end, row].style).behind == behind { end += 1 }
      if let behind, behind != background {
        page.areas[behind.hex, default: ""] +=
          "M\(x * 10) \(row * 20)h\((end - x) * 10)v20H\(x * 10)z"
      }
      x = end
    }
  }

  private func addGlyphs(of grid: CellGrid, row: Int, to page: inout Page) {
    var run = ""
    var start = 0
    var runStyle = Style()
    func finish(_ end: Int) {
      guard !run.isEmpty else { return }
      let weight = runStyle.isBold ? " font-weight=\"bold\"" : ""
      let line = runStyle.isUnderlined ? " text-decoration=\"underline\"" : ""
      page.text +=
        "<text x=\"\(start * 10)\" y=\"\(row * 20 + 15)\" textLength=\"\((end - start) * 10)\" "
        + "fill=\"\(colors(runStyle).glyph.hex)\"\(weight)\(line)>\(run)</text>\n"
      run = ""
    }
    for x in 0..<grid.width where !grid.isCovered(x, row) {
      let cell = grid[x, row]
      let color = colors(cell.style).glyph.hex
      if cell.glyph == " " || SVGShape.isDrawn(cell.glyph) {
        finish(x)
        if cell.glyph == " " { continue }
        if let path = SVGShape.dots(cell.glyph, x: x * 10, y: row * 20) {
          page.dots[color, default: ""] += path
        } else if let path = SVGShape.block(cell.glyph, x: x * 10, y: row * 20) {
          page.blocks[color, default: ""] += path
        } else if let path = SVGShape.stroke(cell.glyph, x: x * 10, y: row * 20) {
          page.strokes[color, default: ""] += path
        }
        continue
      }
      if cell.style != runStyle { finish(x) }
      if run.isEmpty { (start, runStyle) = (x, cell.style) }
      run += Self.escaped(String(Character(cell.glyph)))
      if grid.isWide(x, row) { finish(x + 2) }
    }
    finish(grid.width)
  }

  /// Escapes text for XML, and replaces characters that XML 1.0 forbids: a title can contain them.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case _ where scalar.value < 0x20 || scalar.value & 0xFFFE == 0xFFFE: result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
