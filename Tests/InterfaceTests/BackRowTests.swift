import Canvas
import Testing

@testable import Interface

@Suite("The screen can be read from the back row") struct BackRowTests {
  private func state(_ commands: String...) throws -> DuelState {
    var state = DuelState(width: 140, height: 42)
    for command in commands { _ = try state.perform(command) }
    return state
  }

  @Test("the theme for projectors brings big figures, and another theme takes them away")
  func switched() throws {
    #expect(try !state().isBig)
    #expect(try state("theme projector").isBig)
    #expect(try !state("theme projector", "theme dark").isBig)
    #expect(try !state("theme projector", "scale normal").isBig)
    #expect(try state("scale big").isBig)
    // What was asked for without the theme stays.
    #expect(try state("scale big", "theme light").isBig)
    var old = try state()
    old.goBack(to: try state("theme projector"))
    #expect(old.themeName == "dark" && !old.isBig)
  }

  @Test("panels, large numbers and caption fill every screen without overlap")
  func layout() {
    for width in stride(from: 80, through: 400, by: 16) {
      for height in 24...120 {
        for (caption, isLarge) in [(false, false), (true, false), (true, true)] {
          let layout = ScreenLayout(
            width: width, height: height, hasCaption: caption, hasFormulas: caption, isBig: true,
            hasLargeCaption: isLarge)
          let parts = [layout.title, layout.status, layout.caption, layout.numbers]
          let rects = parts.compactMap { $0 } + Panel.all.compactMap { layout.rect(of: $0) }
          #expect(rects.map { $0.width * $0.height }.reduce(0, +) == width * height)
          #expect(layout.rect(of: .settings) == nil && layout.numbers != nil)
          for side in [Panel.left, .right] {
            #expect((layout.rect(of: side)?.height ?? 0) >= 8, "\(width)×\(height)")
          }
        }
      }
    }
  }

  /// The rows of pixels that differ from the ground.
  private func inkedRows(_ canvas: PixelCanvas) -> Int {
    let image = canvas.image
    let rows = (0..<image.height).filter { y in
      (0..<image.width).contains { image.pixels[y * image.width + $0] & 0xFF < 128 }
    }
    return rows.isEmpty ? 0 : (rows.last ?? 0) - (rows.first ?? 0) + 1
  }

  private func drawn(
    _ drawing: Drawing, cell: (width: Double, height: Double)
  ) throws
    -> PixelCanvas
  {
    let canvas = try #require(
      PixelCanvas(
        width: drawing.columns * Int(cell.width), height: drawing.rows * Int(cell.height)))
    let style = PixelStyle(cellWidth: cell.width, cellHeight: cell.height, .projector)
    canvas.fill(style.background)
    canvas.draw(drawing, style, text: true)
    return canvas
  }

  @Test(
    "capitals of a caption in pixels are a fortieth of the screen's height",
    arguments: [(80, 24), (140, 42), (250, 70)])
  func capitals(size: (width: Int, height: Int)) throws {
    let screen = Rect(x: 0, y: 0, width: size.width, height: size.height)
    let large = LargeCaption(screen, hasFormulas: false)
    for cell in [(9.0, 19.0), (8, 17), (16, 32)] {
      var drawing = Drawing(columns: size.width, rows: large.rows)
      drawing.write(
        "H", x: 2, y: 0, style: Style(Color(0, 0, 0), bold: true), capitals: large.capitals)
      let rows = inkedRows(try drawn(drawing, cell: cell))
      let needed = Double(size.height) * cell.1 / 40
      // A pixel's edge may be half covered.
      #expect(abs(Double(rows) - needed) <= 1, "\(rows) of \(needed)")
    }
  }

  @Test("three lines of a large caption fit into their picture")
  func lines() throws {
    let screen = Rect(x: 0, y: 0, width: 140, height: 42)
    let large = LargeCaption(screen, hasFormulas: false)
    let cell = (width: 9.0, height: 19.0)
    let text = String(repeating: "H", count: large.columns)
    let size = Double(large.capitals) * cell.height / LetterShape.capitals
    #expect(Double(text.count) * LetterShape.width * size <= 138 * cell.width)
    #expect(LetterShape.height * size <= Double(large.rowsOfLine) * cell.height)
    #expect(large.lines("\(text) \(text) \(text)")?.count == 3)
    #expect(large.lines("\(text) \(text) \(text) H") == nil)
  }

  @Test("a terminal with pixels gets the caption as a picture, one of cells as cells")
  func caption() throws {
    var state = try state("theme projector")
    state.strip.hasCaption = true
    state.strip.caption = "Paths of one ODE never meet."
    func labels(_ state: DuelState, isOfCells: Bool) -> [Float?] {
      DuelScreen.compose(
        left: nil, right: nil, state: state, theme: .projector, glyphs: .unicode,
        isOfCells: isOfCells
      ).pictures.flatMap(\.drawing.marks).compactMap { mark in
        guard case .label(let label) = mark, label.text == state.strip.caption else { return nil }
        return label.capitals
      }
    }
    #expect(labels(state, isOfCells: false).isEmpty)
    state.hasPixels = true
    #expect(labels(state, isOfCells: false) == [42.0 / 40])
    #expect(labels(state, isOfCells: true).isEmpty)
    let cells = DuelScreen.draw(
      left: nil, right: nil, state: state, theme: .projector, glyphs: .unicode)
    #expect(cells.plainText.contains(state.strip.caption))
  }

  @Test("strokes and dots are twice as wide in pixels, strokes in cells too")
  func strokes() throws {
    var line = Drawing(columns: 20, rows: 10)
    line.line(0, 20, 40, 20, Ink(Color(0, 0, 0), layer: 2, bold: true))
    var dot = Drawing(columns: 20, rows: 10)
    dot.blob(20, 20, size: 3, Ink(Color(0, 0, 0), layer: 4))
    for (drawing, tolerance) in [(line, 1), (dot, 2)] {
      var big = drawing
      big.isBig = true
      // Within a group as well.
      var group = Drawing(columns: 20, rows: 10)
      group.add(drawing, x: 0, y: 0)
      group.isBig = true
      let cell = (width: 20.0, height: 40.0)
      let usual = inkedRows(try drawn(drawing, cell: cell))
      #expect(usual > 3)
      for large in [big, group] {
        #expect(abs(inkedRows(try drawn(large, cell: cell)) - 2 * usual) <= tolerance)
      }
    }
    func dots(_ isBig: Bool) -> Int {
      var grid = CellGrid(width: 20, height: 10)
      grid.draw(line, x: 0, y: 0, glyphs: .unicode, isBig: isBig)
      return grid.cells.reduce(0) { sum, cell in
        cell.glyph == " " ? sum : sum + (cell.glyph.value & 0xFF).nonzeroBitCount
      }
    }
    #expect(dots(true) == 2 * dots(false))
  }
}
