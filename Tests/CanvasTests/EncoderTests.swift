import Canvas
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Text and SVG show what the grid shows") struct EncoderTests {
  private var sample: CellGrid {
    var grid = CellGrid(width: 10, height: 3, fill: Cell(" ", Style(nil, on: Color(hex: 0x101010))))
    grid.write("a<b>&\"c'", x: 0, y: 0, style: Style(Color(hex: 0xFF8800), bold: true))
    grid.put("⣿", x: 0, y: 1, style: Style(Color(hex: 0x00FF00)))
    grid.put("▀", x: 1, y: 1, style: Style(Color(hex: 0x00FF00), on: Color(hex: 0x0000FF)))
    grid.put("╭", x: 2, y: 1, style: Style())
    var reversed = Style()
    reversed.isReversed = true
    reversed.isUnderlined = true
    grid.write("rev", x: 0, y: 2, style: reversed)
    return grid
  }

  @Test("plain text has no trailing blanks")
  func plainTextHasNoTrailingBlanks() {
    #expect(sample.plainText == "a<b>&\"c'\n⣿▀╭\nrev\n")
  }

  @Test("ANSI text sets only the attributes that change")
  func ansiTextChangesOnlyWhatChanges() {
    var grid = CellGrid(width: 4, height: 1)
    grid.write("ab", x: 0, y: 0, style: Style(Color(hex: 0xFF0000), bold: true))
    grid.write("c", x: 2, y: 0, style: Style(Color(hex: 0xFF0000)))
    #expect(grid.ansiText(.full) == "\u{1B}[1;38;2;255;0;0mab\u{1B}[22mc\u{1B}[39m \n")
    #expect(grid.ansiText(.indexed) == "\u{1B}[1;38;5;196mab\u{1B}[22mc\u{1B}[39m \n")
    #expect(grid.ansiText(.ansi) == "\u{1B}[1;91mab\u{1B}[22mc\u{1B}[39m \n")
    #expect(grid.ansiText(.none) == "\u{1B}[1mab\u{1B}[22mc \n")
  }

  @Test("SVG is well formed, and draws dots, blocks and frames without a font")
  func svgIsWellFormed() throws {
    var grid = sample
    grid[5, 2] = Cell("\u{1}", Style())
    let text = SVGWriter().document(grid)
    let parser = XMLParser(data: Data(text.utf8))
    #expect(parser.parse())
    #expect(text.contains("a&lt;b&gt;&amp;"))
    for glyph in ["⣿", "▀", "╭"] { #expect(!text.contains(glyph)) }
  }
}

@Suite("Colours that a terminal lacks become similar ones") struct ColorTests {
  @Test("every colour of the palette is nearest to itself")
  func everyIndexIsNearestToItself() {
    for index in 16...255 {
      let color = Color.xterm(UInt8(index))
      #expect(Color.xterm(color.xterm256) == color)
    }
  }

  @Test("colours become similar ones of the palette, and faint ones keep their hue")
  func coloursGoToTheirNeighbours() {
    #expect(Color(hex: 0x000000).xterm256 == 16)
    #expect(Color(hex: 0xFFFFFF).xterm256 == 231)
    #expect(Color(hex: 0xFF7A3C).xterm256 == 209)
    #expect((232...255).contains(Color(hex: 0x101318).xterm256))
    #expect(Color(hex: 0x000000).ansi16 == 0)
    #expect(Color(hex: 0xFFFFFF).ansi16 == 15)
    #expect(Color(hex: 0x808080).ansi16 == 8)
    // Faint colours stay visible, and keep their hue.
    #expect(Color(hex: 0x333C48).ansi16 == 8)
    #expect(Color(hex: 0x6F6A38).ansi16 == 3)
    #expect(Color(hex: 0x24406B).ansi16 == 4)
    let faint = Color.xterm(Color(hex: 0x6B653A).xterm256)
    #expect(faint.red > faint.blue && faint.green > faint.blue)
  }

  @Test(
    "in sixteen colours both models and both classes differ",
    arguments: [Theme.dark, .light, .highContrast])
  func sixteenColoursTellModelsAndClassesApart(theme: Theme) throws {
    let node = try #require(theme.families["node"]).ansi16
    let anode = try #require(theme.families["anode"]).ansi16
    let negative = try #require(theme.negative).ansi16
    let positive = try #require(theme.positive).ansi16
    #expect(node != anode)
    #expect(negative != positive)
    #expect(Set([node, anode, negative, positive].map { $0 % 8 }).count == 4)
    // Coloured inks do not become grey.
    for index in [node, anode, negative, positive] { #expect(![0, 7, 8, 15].contains(index)) }
  }

  @Test("quantisation loses colours but not glyphs")
  func gridsLoseColoursButNotGlyphs() {
    var grid = CellGrid(width: 2, height: 1)
    grid.put("a", x: 0, y: 0, style: Style(Color(hex: 0xFF7A3C), on: Color(hex: 0x101318)))
    #expect(grid.quantized(to: .full) == grid)
    #expect(grid.quantized(to: .none).cells.allSatisfy { $0.style == Style() })
    #expect(grid.quantized(to: .ansi)[0, 0].style.foreground == Color.xterm(9))
    #expect(grid.quantized(to: .indexed).plainText == grid.plainText)
  }

  @Test("a map is darkest where the output changes sign")
  func mapsHaveADarkSeam() throws {
    let theme = Theme.dark
    func brightness(_ value: Float) throws -> Int {
      let color = try #require(theme.mapColor(value))
      return Int(color.red) + Int(color.green) + Int(color.blue)
    }
    #expect(try brightness(0) < brightness(0.2))
    #expect(try brightness(0) < brightness(-0.2))
    #expect(theme.mapColor(1) == theme.mapColor(7))
    #expect(theme.mapColor(.nan) != nil)
  }

  @Test("themes have unique names, and are found by name")
  func themesHaveNames() {
    #expect(Set(Theme.all.map(\.name)).count == Theme.all.count)
    #expect(Theme.named("dark") == .dark)
    #expect(Theme.named("nothing") == nil)
    #expect(Theme.all.filter(\.isMono).map(\.name) == ["mono"])
  }
}
