/// A grid as an SVG picture that looks the same everywhere: braille as round dots, blocks as
/// rectangles, frames as strokes; only letters and signs are left to the reader's monospaced font.
package struct SVGWriter: Sendable {
  /// Foreground of cells without one.
  package var foreground: Color
  /// Background of cells without one.
  package var background: Color
  /// Space around the picture, in the units of a cell of 10 × 20.
  package var margin = 12

  /// A writer with a theme's colours, as far as it has any.
  package init(_ theme: Theme = .dark) {
    foreground = theme.text ?? Color(hex: 0xD8DEE6)
    background = theme.background ?? Color(hex: 0x101318)
  }

  /// The picture of `grid` as an SVG document.
  package func document(_ grid: CellGrid) -> String {
    head(columns: grid.width, rows: grid.height) + page(of: grid).markup + "</svg>\n"
  }

  /// The beginning of a document, and its background.
  package func head(columns: Int, rows: Int, title: String? = nil) -> String {
    let width = columns * 10 + 2 * margin
    let height = rows * 20 + 2 * margin
    let title = title.map { "<title>\(Self.escaped($0))</title>\n" } ?? ""
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="\(-margin) \(-margin) \(width) \(height)" \
      font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="16.6">
      \(title)<rect x="\(-margin)" y="\(-margin)" width="\(width)" height="\(height)" rx="8" \
      fill="\(hex(background))"/>\n
      """
  }

  /// The picture's parts, by what they are drawn with.
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

    /// All of it, the backgrounds first.
    package var markup: String {
      paths(areas) { "fill=\"\($0)\" shape-rendering=\"crispEdges\"" }
        + paths(blocks) { "fill=\"\($0)\" shape-rendering=\"crispEdges\"" }
        + paths(strokes) { "fill=\"none\" stroke=\"\($0)\" stroke-width=\"1.4\"" }
        + paths(dots) {
          "fill=\"none\" stroke=\"\($0)\" stroke-width=\"3.2\" stroke-linecap=\"round\""
        } + text
    }

    /// The same with classes in place of attributes: see `SVGWriter.styleSheet`. Dots are most of a
    /// moving picture, so theirs are moved by half a unit as a whole, and cost half the bytes.
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

  /// What `Page.compactMarkup` means.
  static let styleSheet = """
    <style>.a{shape-rendering:crispEdges}.s{fill:none;stroke-width:1.4}\
    .d{fill:none;stroke-width:3.2;stroke-linecap:round}</style>\n
    """

  package func hex(_ color: Color) -> String {
    func two(_ value: UInt8) -> String {
      (value < 16 ? "0" : "") + String(value, radix: 16)
    }
    return "#" + two(color.red) + two(color.green) + two(color.blue)
  }

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
        page.areas[hex(behind), default: ""] +=
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
        + "fill=\"\(hex(colors(runStyle).glyph))\"\(weight)\(line)>\(run)</text>\n"
      run = ""
    }
    for x in 0..<grid.width where !grid.isCovered(x, row) {
      let cell = grid[x, row]
      let color = hex(colors(cell.style).glyph)
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

  /// Text as XML has it. What XML 1.0 does not allow cannot be in a grid's text, but a cell can be
  /// made by hand, and a title comes from a file.
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
