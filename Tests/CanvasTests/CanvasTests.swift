import Canvas
import Testing

@Suite("A canvas draws lines, dots and colours into cells") struct CanvasTests {
  private let ink = Ink(Color(hex: 0xFF0000), layer: 1)

  @Test("dots become braille patterns in the colour of the cell")
  func dotsMakeBraillePatterns() {
    var canvas = BrailleCanvas(columns: 2, rows: 1)
    canvas.dot(0, 0, ink)
    canvas.dot(1, 3, ink)
    canvas.dot(2.9, 1.2, ink)
    var grid = CellGrid(width: 2, height: 1)
    canvas.draw(into: &grid, x: 0, y: 0)
    #expect(grid.plainText == "⢁⠂\n")
    #expect(grid[0, 0].style.foreground == Color(hex: 0xFF0000))
  }

  @Test("a higher layer takes the cell, a higher rank its colour")
  func higherLayersTakeTheCellAndRanksTheColour() {
    var canvas = BrailleCanvas(columns: 1, rows: 1)
    canvas.dot(0, 0, Ink(nil, layer: 1))
    canvas.dot(1, 0, Ink(Color(hex: 1), layer: 2, rank: 5))
    #expect(canvas[0, 0].pattern == 0x08)
    canvas.dot(0, 3, Ink(Color(hex: 2), layer: 2, rank: 4))
    #expect(canvas[0, 0].pattern == 0x48)
    #expect(canvas[0, 0].ink.color == Color(hex: 1))
    canvas.dot(0, 1, Ink(nil, layer: 0, rank: 99))
    #expect(canvas[0, 0].pattern == 0x48)
  }

  @Test("four colours in a cell are reduced to two, in their places")
  func quadrants() {
    let (red, blue) = (Color(200, 10, 20), Color(20, 30, 220))
    for mask in 0..<16 {
      var canvas = BlockCanvas(columns: 2, rows: 1, across: 2)
      for quarter in 0..<4 {
        canvas[2 + quarter % 2, quarter / 2] = mask >> quarter & 1 == 1 ? red : blue
      }
      var grid = CellGrid(width: 2, height: 1, fill: Cell("x"))
      canvas.draw(into: &grid, x: 0, y: 0)
      // Cells without a colour do not change.
      #expect(grid[0, 0] == Cell("x"))
      let cell = grid[1, 0]
      let patterns =
        " \u{2598}\u{259D}\u{2580}\u{2596}\u{258C}\u{259E}\u{259B}"
        + "\u{2597}\u{259A}\u{2590}\u{259C}\u{2584}\u{2599}\u{259F}"
      let shown = Array(patterns.unicodeScalars).firstIndex(of: cell.glyph)
      if mask == 0 || mask == 15 {
        #expect(shown == 0 && cell.style.background == (mask == 0 ? blue : red))
      } else {
        let isTurned = cell.style.foreground == blue
        #expect(shown == (isTurned ? 15 - mask : mask))
        #expect(cell.style == (isTurned ? Style(blue, on: red) : Style(red, on: blue)))
      }
    }
    // Each of two groups is shown in its mean colour.
    var canvas = BlockCanvas(columns: 1, rows: 1, across: 2)
    for (index, level) in [UInt8(10), 200, 14, 208].enumerated() {
      canvas[index % 2, index / 2] = Color(level, level, level)
    }
    var grid = CellGrid(width: 1, height: 1)
    canvas.draw(into: &grid, x: 0, y: 0)
    #expect(grid[0, 0] == Cell("\u{258C}", Style(Color(12, 12, 12), on: Color(204, 204, 204))))
  }

  @Test("lines with invalid ends draw nothing, and lines with a far end draw their near part")
  func linesFromNowhereAreSafe() {
    let values: [Float] = [
      .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e20, 0, 3,
      -1, 7.99, 8,
    ]
    func isEmpty(_ canvas: BrailleCanvas) -> Bool {
      (0..<8).allSatisfy { canvas[$0 % 4, $0 / 4].pattern == 0 }
    }
    for a in values {
      for b in values {
        let empty = BrailleCanvas(columns: 4, rows: 2)
        var (line, dotted, dot, blob) = (empty, empty, empty, empty)
        line.line(a, b, 3, 3, ink)
        dotted.line(a, 1, b, 5, ink, gap: 1)
        dot.dot(a, b, ink)
        blob.blob(a, b, size: 3, ink)
        guard a.isFinite, b.isFinite else {
          for canvas in [line, dotted, dot, blob] { #expect(isEmpty(canvas), "\(a), \(b)") }
          continue
        }
        // The end at (3, 3), as far as float precision allows.
        if abs(a) < 100, abs(b) < 100 { #expect(line[1, 0].pattern & 0x80 != 0, "\(a), \(b)") }
        let isWithin = (0..<8).contains(a) && (0..<8).contains(b)
        #expect(isEmpty(dot) == !isWithin, "\(a), \(b)")
        if isWithin { #expect(!isEmpty(blob) && !isEmpty(dotted), "\(a), \(b)") }
      }
    }
  }

  @Test("clipping does not move a line")
  func clippedLinesAreThePartsOfWholeOnes() {
    // A long diagonal through the canvas lights exactly its diagonal.
    var canvas = BrailleCanvas(columns: 8, rows: 4)
    canvas.line(-1e7, -1e7, 1e7, 1e7, ink)
    for y in 0..<16 {
      for x in 0..<16 {
        let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
        let isSet = canvas[x / 2, y / 4].pattern & bits[y % 4][x % 2] != 0
        #expect(isSet == (x == y))
      }
    }
    #expect(LineSegment(-5, -5, -1, 20).clipped(width: 10, height: 10) == nil)
    #expect(LineSegment(.nan, 0, 1, 1).clipped(width: 10, height: 10) == nil)
    let cut = LineSegment(-10, 5, 30, 5).clipped(width: 10, height: 10)
    #expect(cut == LineSegment(0, 5, 10, 5))
  }

  @Test("an empty canvas draws nothing")
  func emptyCanvasesDrawNothing() {
    var canvas = BrailleCanvas(columns: 0, rows: -3)
    canvas.dot(0, 0, ink)
    canvas.line(0, 0, 5, 5, ink)
    var grid = CellGrid(width: 3, height: 3)
    canvas.draw(into: &grid, x: 0, y: 0)
    BlockCanvas(columns: -1, rows: 3).draw(into: &grid, x: 0, y: 0, glyphs: .unicode)
    #expect(grid == CellGrid(width: 3, height: 3))
  }

  @Test("every pattern has a visible ASCII character, and only the empty one is blank")
  func everyPatternHasAnASCIICharacter() {
    for pattern in 0...255 {
      let glyph = BrailleCanvas.coarse(UInt8(pattern))
      #expect(glyph.value >= 0x20 && glyph.value < 0x7F)
      #expect((glyph == " ") == (pattern == 0))
    }
    // Rising and falling strokes, rows, a column.
    #expect(BrailleCanvas.coarse(0x48 | 0x04) == "/" || BrailleCanvas.coarse(0x4C) == "/")
    #expect(BrailleCanvas.coarse(0x81) == "\\")
    #expect(BrailleCanvas.coarse(0xC0) == "_")
    #expect(BrailleCanvas.coarse(0x47) == "|")
    #expect(BrailleCanvas.coarse(0xFF) == "#")
  }

  @Test("a cell of half blocks has two colours, or in ASCII their mean")
  func halfBlocksCarryTwoColours() {
    var canvas = BlockCanvas(columns: 3, rows: 1)
    let (red, blue) = (Color(hex: 0xFF0000), Color(hex: 0x0000FF))
    canvas[0, 0] = red
    canvas[0, 1] = blue
    canvas[1, 0] = red
    canvas[1, 1] = red
    canvas[2, 1] = blue
    canvas[9, 9] = red
    var grid = CellGrid(width: 3, height: 1)
    canvas.draw(into: &grid, x: 0, y: 0, glyphs: .unicode)
    #expect(grid[0, 0] == Cell("▀", Style(red, on: blue)))
    #expect(grid[1, 0] == Cell(" ", Style(nil, on: red)))
    #expect(grid[2, 0] == Cell("▄", Style(blue)))
    canvas.draw(into: &grid, x: 0, y: 0, glyphs: .ascii)
    #expect(grid[0, 0] == Cell(" ", Style(nil, on: red.mixed(with: blue, 0.5))))
  }

  @Test("the camera sees near points larger, and none at the eye or behind it")
  func theCameraSeesWhatIsNearLarger() {
    let flat = Camera(azimuth: 0, elevation: 0, distance: .infinity).projection
    // Seen from the first axis, the second runs right and the third up.
    #expect(flat(0, 1, 0).x == 1 && flat(0, 1, 0).y == 0 && flat(0, 1, 0).depth == 0)
    #expect(flat(0, 0, 1).x == 0 && flat(0, 0, 1).y == 1 && flat(0, 0, 1).depth == 0)
    #expect(flat(1, 0, 0).depth == 1)
    let eye = Camera(azimuth: 0, elevation: 0, distance: 4).projection
    #expect(eye(1, 1, 0).x > eye(-1, 1, 0).x)
    #expect(eye(4, 1, 0).x.isNaN)
    #expect(eye(9, 1, 0).x.isNaN)
  }
}
