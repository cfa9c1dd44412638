import Canvas
import Testing

@testable import Terminal

private let encoder = CellEncoder(
  capabilities: Capabilities(colorDepth: .indexed, isUTF8: true))

private func grid(_ rows: [String], _ style: Style = Style()) -> CellGrid {
  var grid = CellGrid(width: rows.map(\.count).max() ?? 0, height: rows.count)
  for (y, row) in rows.enumerated() {
    for (x, scalar) in row.unicodeScalars.enumerated() { grid[x, y] = Cell(scalar, style) }
  }
  return grid
}

@Suite("Only changes are written")
struct ScreenDiffTests {
  @Test("Changed cells form runs in rows; equal grids have none")
  func runs() {
    var diff = ScreenDiff(width: 6, height: 3)
    #expect(
      diff.update(to: grid(["ab  cd", "", "     z"]), encoder) == [
        CellRun(row: 0, column: 0, count: 2), CellRun(row: 0, column: 4, count: 2),
        CellRun(row: 2, column: 5, count: 1),
      ])
    #expect(diff.update(to: grid(["ab  cd", "", "     z"]), encoder).isEmpty)
    #expect(
      diff.update(to: grid(["aX  cd", "", "     z"]), encoder) == [
        CellRun(row: 0, column: 1, count: 1)
      ])
  }

  @Test("A grid is clipped or padded with blanks to the screen's size")
  func sizes() {
    var diff = ScreenDiff(width: 3, height: 2)
    #expect(diff.update(to: grid(["abcdef", "gh", "ij"]), encoder).map(\.count) == [3, 2])
    #expect(diff.update(to: grid(["a"]), encoder).map(\.count) == [2, 2])
    #expect(diff[0, 0].glyph == 0x61)
    #expect(diff.update(to: CellGrid(width: 0, height: 0), encoder).count == 1)
    var nothing = ScreenDiff(width: 0, height: 0)
    #expect(nothing.update(to: grid(["abc"]), encoder).isEmpty)
  }

  @Test("Another look of dots writes the cells with dots again, and no others")
  func dots() {
    _ = Capabilities.adoptLocale()
    var diff = ScreenDiff(width: 6, height: 1)
    var encoder = encoder
    let picture = grid(["ab⣿⠋ ⠁"])
    _ = diff.update(to: picture, encoder)
    #expect(diff[2, 0].glyph == 0x28FF)
    encoder.dots = .octants
    diff.forgetGrid()
    #expect(
      diff.update(to: picture, encoder)
        == [CellRun(row: 0, column: 2, count: 2), CellRun(row: 0, column: 5, count: 1)])
    #expect(diff[2, 0].glyph == 0x2588 && diff[3, 0].glyph == 0x1CD02 && diff[5, 0].glyph == 0x2598)
  }

  @Test("A difference that the terminal cannot show costs nothing")
  func invisibleDifferences() {
    var diff = ScreenDiff(width: 3, height: 1)
    _ = diff.update(to: grid(["abc"], Style(Color(hex: 0x5f87af))), encoder)
    #expect(diff.update(to: grid(["abc"], Style(Color(hex: 0x5e86b0))), encoder).isEmpty)
    #expect(!diff.update(to: grid(["abc"], Style(Color(hex: 0xff0000))), encoder).isEmpty)
    let plain = CellEncoder(capabilities: Capabilities(colorDepth: .none, isUTF8: true))
    var colorless = ScreenDiff(width: 3, height: 1)
    _ = colorless.update(to: grid(["abc"], Style(Color(hex: 0xff0000))), plain)
    #expect(colorless.update(to: grid(["abc"], Style(Color(hex: 0x0000ff))), plain).isEmpty)
    #expect(!colorless.update(to: grid(["abc"], Style(bold: true)), plain).isEmpty)
  }

  @Test("Runs applied to any screen give the next one")
  func random() {
    var generator = SplitMix(state: 7)
    var diff = ScreenDiff(width: 20, height: 8)
    var screen = diff.shown
    for _ in 0..<200 {
      var next = CellGrid(
        width: Int.random(in: 0...25, using: &generator),
        height: Int.random(in: 0...10, using: &generator))
      for y in 0..<next.height {
        for x in 0..<next.width where Bool.random(using: &generator) { next[x, y] = Cell("x") }
      }
      for run in diff.update(to: next, encoder) {
        for x in run.column..<run.column + run.count { screen[run.row * 20 + x] = diff[x, run.row] }
      }
      #expect(screen == diff.shown)
    }
  }
}

@Suite("Cells are reduced to what the terminal can show")
struct CellEncoderTests {
  @Test("Glyphs that would shift the row are replaced")
  func glyphs() {
    func glyph(_ scalar: Unicode.Scalar) -> UInt32 { encoder.encode(Cell(scalar)).glyph }
    _ = Capabilities.adoptLocale()
    #expect(glyph("\u{1b}") == 0x20 && glyph("\n") == 0x20 && glyph("\u{9b}") == 0x20)
    #expect(glyph("\u{301}") == 0x3f && glyph("漢") == 0x3f)
  }

  @Test("Without UTF-8 every glyph is ASCII, and lines are still drawn")
  func ascii() {
    let ascii = CellEncoder(capabilities: Capabilities(colorDepth: .none, isUTF8: false))
    func glyph(_ scalar: Unicode.Scalar) -> Character {
      Unicode.Scalar(ascii.encode(Cell(scalar)).glyph).map(Character.init) ?? "\0"
    }
    #expect(glyph("─") == "-" && glyph("│") == "|" && glyph("┼") == "+" && glyph("●") == "o")
    #expect(glyph("⠀") == " " && glyph("⣿") == "#" && glyph("⠁") == "'" && glyph("▀") == "#")
    for value in UInt32(0)..<0x11000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect((0x20..<0x7f).contains(ascii.encode(Cell(scalar)).glyph))
    }
  }

  @Test("Colours become the nearest of the palette")
  func colors() {
    #expect(Color(hex: 0x000000).xterm256 == 16)
    #expect(Color(hex: 0xffffff).xterm256 == 231)
    #expect(Color(hex: 0xff0000).xterm256 == 196)
    #expect(Color(hex: 0x808080).xterm256 == 244)
    #expect(Color(hex: 0x5f87af).xterm256 == 67)
    #expect(Color(hex: 0xff0000).ansi16 == 9)
    #expect(Color(hex: 0x101010).ansi16 == 0)
    #expect(Color(hex: 0xcdcd00).ansi16 == 3)
  }

  @Test("A glyph stays visible when its two colours become one")
  func contrast() {
    let sixteen = CellEncoder(capabilities: Capabilities(colorDepth: .ansi, isUTF8: true))
    let cell = sixteen.encode(Cell("x", Style(Color(hex: 0x181818), on: Color(hex: 0x080808))))
    #expect(cell.foreground != cell.background)
    // Half blocks are pixels, not letters to be read: two similar colours may become one.
    let pixels = sixteen.encode(Cell("▀", Style(Color(hex: 0x181818), on: Color(hex: 0x080808))))
    #expect(pixels.foreground == pixels.background)
  }

  @Test("NO_COLOR holds unless colours are asked for, and the terminal's depth is never exceeded")
  func depth() {
    #expect(Capabilities.depth(.auto, available: 256, noColor: false) == .indexed)
    #expect(Capabilities.depth(.auto, available: 256, noColor: true) == .none)
    #expect(Capabilities.depth(.indexed256, available: 256, noColor: true) == .indexed)
    #expect(Capabilities.depth(.indexed256, available: 8, noColor: false) == .ansi)
    #expect(Capabilities.depth(.sixteen, available: 256, noColor: false) == .ansi)
    #expect(Capabilities.depth(.sixteen, available: -1, noColor: false) == .none)
    #expect(Capabilities.depth(.never, available: 256, noColor: false) == .none)
  }
}
