import Canvas
import Testing

@Suite("A terminal shows the grids of the frames it is sent")
struct FrameEncoderTests {
  @Test(
    "The terminal shows the grid after any change of cells or size",
    arguments: ColorDepth.allCases)
  func roundTrip(depth: ColorDepth) {
    var generator = SplitMix64(state: 5)
    var encoder = FrameEncoder(depth: depth)
    var terminal = ScreenEmulator(width: 1, height: 1)
    var grid = CellGrid(width: 1, height: 1)
    for frame in 0..<600 {
      if frame % 20 == 0 {
        grid = .random(
          width: Int.random(in: 1...30, using: &generator),
          height: Int.random(in: 1...9, using: &generator), using: &generator)
        terminal.resize(width: grid.width, height: grid.height)
      } else {
        grid = grid.changed(using: &generator)
      }
      terminal.feed(encoder.encode(grid, isFull: frame % 33 == 0))
      #expect(terminal.grid == grid.quantized(to: depth), "frame \(frame)")
      #expect(encoder.encode(grid).isEmpty)
    }
  }

  @Test("A terminal larger than the grid shows it in its corner, whatever was there before")
  func largerTerminal() {
    var generator = SplitMix64(state: 6)
    let grid = CellGrid.random(width: 20, height: 6, using: &generator)
    var terminal = ScreenEmulator(width: 25, height: 8)
    terminal.feed("\u{1B}[41m\u{1B}[2;5rjunk\u{1B}[?6h\n\n\n\n\n\n\n")
    var encoder = FrameEncoder(depth: .full)
    terminal.feed(encoder.encode(grid))
    for y in 0..<8 {
      for x in 0..<25 { #expect(terminal.grid[x, y] == grid[x, y]) }
    }
    terminal.feed(encoder.ending)
    #expect(terminal.isCursorVisible && terminal.cursor == (19, 5))
  }

  @Test("A changed letter costs a few bytes")
  func differences() {
    var grid = CellGrid(width: 80, height: 24)
    var encoder = FrameEncoder()
    _ = encoder.encode(grid)
    grid.write("x", x: 40, y: 12)
    #expect(encoder.encode(grid) == "\u{1B}[13;41Hx")
    grid.write("y", x: 41, y: 12, style: Style(Color(hex: 0xFF0000)))
    #expect(encoder.encode(grid) == "\u{1B}[38;5;196my")
    // Colours that are equal at this depth are not a change.
    grid[41, 12].style.foreground = Color(hex: 0xFE0000)
    #expect(encoder.encode(grid).isEmpty)
  }

  @Test("Glyphs that would move the cursor are not sent")
  func unsafeGlyphs() {
    var grid = CellGrid(width: 4, height: 1)
    for (x, glyph) in ["\u{1B}", "\u{301}", "漢", "\u{9B}"].enumerated() {
      grid[x, 0].glyph = Unicode.Scalar(glyph) ?? " "
    }
    var encoder = FrameEncoder()
    var terminal = ScreenEmulator(width: 4, height: 1)
    terminal.feed(encoder.encode(grid))
    #expect(terminal.grid.plainText == "????\n")
  }
}
