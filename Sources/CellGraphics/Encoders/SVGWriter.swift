/// A grid as an SVG picture that looks the same everywhere: braille as round dots, blocks as rectangles, frames as
/// strokes; only letters and signs are left to the reader's monospaced font.
public struct SVGWriter: Sendable {
  /// Foreground of cells without one.
  public var foreground = Color(hex: 0xD8DEE6)
  /// Background of cells without one.
  public var background = Color(hex: 0x101318)
  /// Space around the picture, in the units of a cell of 10 × 20.
  public var margin = 12

  /// A writer with the default theme's colours.
  public init() {}

  /// The picture of `grid` as an SVG document.
  public func document(_ grid: CellGrid) -> String {
    var page = Page()
    for y in 0..<grid.height {
      addBackgrounds(of: grid, row: y, to: &page)
      addGlyphs(of: grid, row: y, to: &page)
    }
    let width = grid.width * 10 + 2 * margin
    let height = grid.height * 20 + 2 * margin
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="\(-margin) \(-margin) \(width) \(height)" \
      font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="16.6">
      <rect x="\(-margin)" y="\(-margin)" width="\(width)" height="\(height)" rx="8" \
      fill="\(hex(background))"/>\n
      """
    for (color, path) in page.areas.sorted(by: { $0.key < $1.key }) {
      text += "<path fill=\"\(color)\" shape-rendering=\"crispEdges\" d=\"\(path)\"/>\n"
    }
    for (color, path) in page.blocks.sorted(by: { $0.key < $1.key }) {
      text += "<path fill=\"\(color)\" shape-rendering=\"crispEdges\" d=\"\(path)\"/>\n"
    }
    for (color, path) in page.strokes.sorted(by: { $0.key < $1.key }) {
      text += "<path fill=\"none\" stroke=\"\(color)\" stroke-width=\"1.4\" d=\"\(path)\"/>\n"
    }
    for (color, path) in page.dots.sorted(by: { $0.key < $1.key }) {
      text +=
        "<path fill=\"none\" stroke=\"\(color)\" stroke-width=\"3.2\" stroke-linecap=\"round\" "
        + "d=\"\(path)\"/>\n"
    }
    return text + page.text + "</svg>\n"
  }

  /// Paths by colour, and text.
  private struct Page {
    var areas: [String: String] = [:]
    var blocks: [String: String] = [:]
    var strokes: [String: String] = [:]
    var dots: [String: String] = [:]
    var text = ""
  }

  private func hex(_ color: Color) -> String {
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
    for x in 0..<grid.width {
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
      switch cell.glyph {
      case "&": run += "&amp;"
      case "<": run += "&lt;"
      case ">": run += "&gt;"
      // What XML 1.0 does not allow cannot be in a grid's text, but a cell can be made by hand.
      case _ where cell.glyph.value < 0x20 || cell.glyph.value & 0xFFFE == 0xFFFE: run += "?"
      default: run.unicodeScalars.append(cell.glyph)
      }
    }
    finish(grid.width)
  }
}
