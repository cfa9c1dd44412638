import Canvas
import Testing

@Suite("Text stays within its cells") struct TextTests {
  @Test("text that is too long is cut with an ellipsis")
  func writesWithinItsWidthAndEndsInAnEllipsis() {
    var grid = CellGrid(width: 12, height: 1)
    #expect(grid.write("trajectories", x: 2, y: 0, maxWidth: 6) == 6)
    #expect(grid.plainText == "  traje…\n")
    #expect(grid.folded(into: .ascii).plainText == "  traje~\n")
  }

  @Test("every character takes one column")
  func noCharacterDisturbsItsNeighbours() {
    // A combining accent, a wide letter, an emoji, an escape sequence, a joiner.
    let row = TextRow.glyphs(of: "e\u{301}漢🙂\u{1B}[2J\u{200D}x\n\t")
    #expect(String(String.UnicodeScalarView(row)) == "e??[2Jx")
    #expect(row.allSatisfy { TextRow.columns(of: $0) == 1 })
    #expect(TextRow.width(of: "e\u{301}漢") == 2)
  }

  @Test("text is aligned within its width, and clipped at the edges")
  func alignsAndClips() {
    var grid = CellGrid(width: 8, height: 2)
    grid.write("ab", x: 0, y: 0, width: 8, alignment: .right)
    grid.write("ab", x: 0, y: 1, width: 8, alignment: .centre)
    #expect(grid.plainText == "      ab\n   ab\n")
    grid.write("outside", x: -3, y: 0)
    grid.write("outside", x: 6, y: 1)
    grid.write("outside", x: 0, y: 9)
    #expect(grid.plainText == "side  ab\n   ab ou\n")
  }

  @Test("text keeps the background it is written on")
  func textKeepsTheBackgroundItIsWrittenOn() {
    let ground = Color(hex: 0x123456)
    var grid = CellGrid(width: 3, height: 1, fill: Cell(" ", Style(nil, on: ground)))
    grid.write("abc", x: 0, y: 0, style: Style(Color(hex: 0xFFFFFF)))
    #expect(grid.cells.allSatisfy { $0.style.background == ground })
  }

  @Test("a box has its title in its frame")
  func boxesHaveTitles() {
    var grid = CellGrid(width: 12, height: 3)
    grid.box(grid.bounds, title: "loss")
    #expect(grid.plainText == "╭─ loss ───╮\n│          │\n╰──────────╯\n")
    #expect(grid.folded(into: .ascii).plainText == "+- loss ---+\n|          |\n+----------+\n")
  }

  @Test("a small box stays within its bounds", arguments: [0, 1, 2, 3])
  func smallBoxesStayWithinTheirRoom(size: Int) {
    var grid = CellGrid(width: 5, height: 5)
    grid.box(Rect(x: 0, y: 0, width: size, height: 3 - size), title: "a title")
    let empty = CellGrid(width: 5, height: 5)
    for y in 0..<5 {
      for x in 0..<5 where x >= size || y >= 3 - size { #expect(grid[x, y] == empty[x, y]) }
    }
  }

  @Test("text is wrapped at blanks, and a word that is too long is broken")
  func wrapsAtBlanks() {
    #expect(CellGrid.wrap("the flow is too stiff", width: 8) == ["the flow", "is too", "stiff"])
    #expect(CellGrid.wrap("incomprehensible", width: 6) == ["incomp", "rehens", "ible"])
    #expect(CellGrid.wrap("x", width: 0).isEmpty)
  }

  @Test("every glyph has a visible ASCII form, and is unchanged in Unicode")
  func foldedGlyphsAreASCII() {
    for value in UInt32(0x20)...0x2FFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let folded = GlyphSet.ascii.fold(scalar)
      #expect(folded.value >= 0x20 && folded.value < 0x7F)
      #expect(GlyphSet.unicode.fold(scalar) == scalar)
    }
  }

  @Test("numbers are rounded to a few digits, and never written as -0")
  func numbersAreShort() {
    #expect(NumberText.fixed(0.625, 2) == "0.63")
    #expect(NumberText.fixed(-0.001, 2) == "0.00")
    #expect(NumberText.fixed(-1.05, 1) == "-1.1")
    #expect(NumberText.fixed(.nan, 2) == "nan")
    #expect(NumberText.fixed(-.infinity, 2) == "-inf")
    #expect(NumberText.fixed(1e300, 2) == "1.0e300")
    #expect(NumberText.scientific(0.00032, 1) == "3.2e-4")
    #expect(NumberText.scientific(9.99e-5, 1) == "1.0e-4")
    #expect(NumberText.short(0.0132) == "0.0132")
    #expect(NumberText.short(0.00032) == "3.2e-4")
    #expect(NumberText.short(28) == "28.0")
    #expect(NumberText.setting(1e-3) == "1e-3")
    #expect(NumberText.setting(5e-4) == "5e-4")
    #expect(NumberText.setting(0.05) == "0.05")
    #expect(NumberText.setting(64) == "64")
    #expect(NumberText.setting(1.5e-4) == "1.50e-4")
    // Shared values are exact.
    for value in [1e-3, 0.05, 64, 1.5e-4, 0.060969557, 0.0012345678, 1234567.891, 1 / 3.0] {
      #expect(Double(NumberText.exact(value)) == value)
    }
    #expect(NumberText.exact(0.05) == "0.05" && NumberText.exact(0.060969557) == "0.060969557")
  }

  @Test("big digits stay within their size")
  func bigDigitsFillTheirPlace() {
    var grid = CellGrid(width: 12, height: 4)
    BigDigits.draw("28", into: &grid, x: 1, y: 0, style: Style(), glyphs: .unicode)
    #expect(BigDigits.width(of: "28", .unicode) == 9)
    #expect(BigDigits.height(.unicode) == 3)
    for y in 0..<4 {
      for x in 0..<12 where grid[x, y].glyph != " " {
        #expect((1..<10).contains(x) && y < 3)
      }
    }
    grid = CellGrid(width: 12, height: 4)
    BigDigits.draw("28", into: &grid, x: 1, y: 0, style: Style(), glyphs: .ascii)
    #expect(grid.plainText == " 28\n\n\n\n")
    #expect(grid[1, 0].style.isBold)
  }
}
