import Canvas
import Foundation
import Testing

@Suite("A drawing becomes cells and vectors") struct DrawingTests {
  private let red = Ink(Color(hex: 0xFF0000), layer: 1)
  private let blue = Ink(Color(hex: 0x0000FF), layer: 2, bold: true)

  private func cells(_ drawing: Drawing) -> CellGrid {
    var grid = CellGrid(width: drawing.columns, height: drawing.rows)
    grid.draw(drawing, x: 0, y: 0, glyphs: .unicode)
    return grid
  }

  @Test("in cells strokes and dots equal a braille canvas's, in any order")
  func likeACanvas() {
    var state: UInt32 = 7
    func next(_ limit: Float) -> Float {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / Float(1 << 24) * limit - 2
    }
    for round in 0..<20 {
      var drawing = Drawing(columns: 12, rows: 6)
      var canvas = BrailleCanvas(columns: 12, rows: 6)
      var last = (x: next(28), y: next(28))
      for k in 0..<40 {
        var ink = k % 3 == 0 ? red : blue
        ink.rank = UInt8(k % 5)
        let to = (x: next(28), y: next(28))
        switch (k + round) % 4 {
        case 0:
          drawing.dot(to.x, to.y, ink)
          canvas.dot(to.x, to.y, ink)
        case 1:
          drawing.blob(to.x, to.y, size: 3, ink)
          canvas.blob(to.x, to.y, size: 3, ink)
        default:
          drawing.line(last.x, last.y, to.x, to.y, ink, gap: k % 2)
          canvas.line(last.x, last.y, to.x, to.y, ink, gap: k % 2)
        }
        last = to
      }
      var wanted = CellGrid(width: 12, height: 6)
      canvas.draw(into: &wanted, x: 0, y: 0)
      #expect(cells(drawing) == wanted)
    }
  }

  @Test("consecutive lines in one ink that join are one stroke, others are not")
  func strokes() {
    var drawing = Drawing(columns: 4, rows: 4)
    drawing.line(0, 0, 1, 1, red)
    drawing.line(1, 1, 3, 1, red)
    drawing.line(3, 1, 5, 5, blue)
    drawing.line(0, 0, 2, 2, blue)
    #expect(drawing.inked.count == 3 && drawing.marks.count == 1)
    guard case .stroke(let first)? = drawing.inked.first else {
      Issue.record("the first mark is not a stroke")
      return
    }
    #expect(Array(drawing.points(of: first)) == [SIMD2(0, 0), SIMD2(1, 1), SIMD2(3, 1)])
    #expect(
      drawing.description.contains("stroke #ff0000 layer 1: 0.0,0.0 1.0,1.0 3.0,1.0\n"))
  }

  @Test("a nested drawing is clipped at its own bounds, and placed where it was put")
  func groups() {
    var inner = Drawing(columns: 2, rows: 1)
    inner.line(-10, 2, 30, 2, red)
    var outer = Drawing(columns: 6, rows: 3)
    outer.add(inner, x: 3, y: 1)
    let text = cells(outer).plainText
    #expect(text == "\n   \u{2824}\u{2824}\n\n")
  }

  @Test("text covers strokes, and is cut to its width")
  func text() {
    var drawing = Drawing(columns: 6, rows: 2)
    drawing.line(0, 1, 12, 1, red)
    drawing.write("abc", x: 0, y: 0, width: 6, alignment: .right)
    drawing.write("longer than that", x: 0, y: 1, maxWidth: 6)
    drawing.label("x", at: SIMD2(100, 1), style: Style())
    #expect(cells(drawing).plainText == "\u{2812}\u{2812}\u{2812}abc\nlonge\u{2026}\n")
    // A label at the right end stays whole.
    var edge = Drawing(columns: 4, rows: 1)
    edge.label("x1", at: SIMD2(7.5, 0), style: Style())
    #expect(cells(edge).plainText == "  x1\n")
  }

  @Test("a smooth raster is interpolated, and one of pixels averaged")
  func rasters() {
    let rect = Rect(x: 0, y: 0, width: 2, height: 1)
    let smooth = Raster(
      [0, 1, 2, 3], width: 2, height: 2, in: rect, scale: .outputs(.dark), sampling: .smooth)
    #expect(smooth.value(0.5, 0.5) == 1.5 && smooth.value(0, 0) == 0 && smooth.value(1, 1) == 3)
    var upward = smooth
    upward.isUpward = true
    #expect(upward.value(0, 0) == 2 && upward.value(1, 1) == 1)
    let pixels = Raster(
      [0, 0.5, 0.5, 1], width: 2, height: 2, in: rect,
      scale: .ink(Color(255, 255, 255), on: Color(0, 0, 0), isMono: false),
      sampling: .area)
    #expect(pixels.mean(0, 0, 0, 2, 2) == 0.5 && pixels.mean(0, 1, 1, 1, 1) == 1)
    var drawing = Drawing(columns: 2, rows: 1)
    drawing.add(pixels)
    let grid = cells(drawing)
    #expect(grid[0, 0].glyph == "\u{2580}" && grid[0, 0].style.foreground == Color(0, 0, 0))
    #expect(grid[1, 0].style.background == Color(255, 255, 255))
  }

  @Test("a fill covers the polygon of its corners, a sheet hatches it, and nothing else changes")
  func fills() {
    let corners: [Drawing.Point] = [SIMD2(0, 0), SIMD2(4, 0), SIMD2(4, 8), SIMD2(0, 8)]
    var drawing = Drawing(columns: 4, rows: 2)
    drawing.fill(corners, red)
    #expect(cells(drawing).plainText == "\u{28FF}\u{28FF}\n\u{28FF}\u{28FF}\n")
    #expect(SVGWriter().document(drawing).contains("fill-opacity=\"0.60\""))
    var sheet = Drawing(columns: 4, rows: 2)
    sheet.fill(corners, red, isSheet: true)
    #expect(cells(sheet).plainText == "\u{2881}\u{2814}\n\u{2881}\u{2814}\n")
    #expect(SVGWriter().document(sheet).contains("fill-opacity=\"0.25\""))
    var broken = Drawing(columns: 4, rows: 2)
    broken.fill([SIMD2(.nan, 0), SIMD2(4, 0), SIMD2(4, 8)], red)
    #expect(cells(broken).plainText == "\n\n")
  }

  @Test("in SVG a stroke passes through its points, layers are in order, and there is no braille")
  func vectors() throws {
    var drawing = Drawing(columns: 10, rows: 5)
    drawing.line(0, 0, 4, 6, blue)
    drawing.blob(2, 2, size: 2, red)
    drawing.write("h(1) < 2", x: 1, y: 1)
    let svg = SVGWriter().document(drawing)
    let line = try #require(svg.range(of: "stroke=\"#0000ff\" stroke-width=\"4\" d=\"M0 0l40 60\""))
    let dot = try #require(svg.range(of: "d=\"M20 20h0\""))
    #expect(dot.lowerBound < line.lowerBound, "the lower layer comes first")
    #expect(svg.contains(">h(1) &lt; 2</text>") || svg.contains("&lt;"))
    #expect(!svg.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) })
    #expect(svg.hasSuffix("</svg>\n"))
  }

  @Test("a stroke has its ink's width in sixteenths of a unit, or else its layer's")
  func weights() {
    for (weight, width) in [(UInt8(0), "2.6"), (16, "10.0"), (8, "5.0")] {
      var drawing = Drawing(columns: 10, rows: 5)
      var ink = red
      ink.weight = weight
      drawing.line(0, 0, 4, 6, ink)
      #expect(SVGWriter().document(drawing).contains("stroke-width=\"\(width)\""))
    }
  }

  @Test("marks that are not finite or far away are not drawn")
  func nowhere() {
    var drawing = Drawing(columns: 4, rows: 2)
    for value in [Float.nan, .infinity, -.infinity, 1e30] {
      drawing.line(value, 0, 1, value, red)
      drawing.dot(value, value, red)
      drawing.blob(1, value, red)
      drawing.symbol("x", SIMD2(value, 1), style: Style())
      drawing.label("x", at: SIMD2(1, value), style: Style())
    }
    let svg = SVGWriter().document(drawing)
    #expect(!svg.contains("nan") && !svg.contains("inf"))
    _ = cells(drawing)
  }

  @Test("a cover hides the picture, in cells and in SVG")
  func covers() throws {
    var screen = Composition(CellGrid(width: 8, height: 3))
    var drawing = Drawing(columns: 8, rows: 3)
    drawing.line(0, 6, 16, 6, red)
    screen.place(drawing, x: 0, y: 0)
    let box = Rect(x: 2, y: 0, width: 4, height: 3)
    screen.cover(box) { grid in
      grid.write("hidden everywhere else", x: 0, y: 1)
    }
    #expect(screen.cells(.unicode).plainText == "\n\u{2824}\u{2824}dden\u{2824}\u{2824}\n\n")
    let svg = SVGWriter().document(screen)
    let line = try #require(svg.range(of: "stroke=\"#ff0000\""))
    let cover = try #require(svg.range(of: "<rect x=\"20\" y=\"0\" width=\"40\" height=\"60\""))
    #expect(line.lowerBound < cover.lowerBound)
    #expect(svg.contains(">dden</text>") && !svg.contains("hidden"))
  }

  @Test("a moving picture shows each drawing in turn, with text as in cells")
  func moving() {
    func screen(_ x: Float) -> Composition {
      var screen = Composition(CellGrid(width: 10, height: 3))
      var drawing = Drawing(columns: 10, rows: 3)
      drawing.line(0, 0, x, 4, red)
      drawing.write("at \(Int(x))", x: 0, y: 2)
      screen.place(drawing, x: 0, y: 0)
      return screen
    }
    let svg = SVGWriter().animation(
      [
        Timed(screen(4), at: 0), Timed(screen(4), at: 1),
        Timed(screen(9), at: 2),
      ], duration: 4, title: "moves")
    #expect(svg.components(separatedBy: "stroke=\"#ff0000\"").count == 3, "two drawings, once each")
    #expect(svg.contains("keyTimes=\"0.000000;0.500000\" values=\"visible;hidden\""))
    #expect(svg.contains("keyTimes=\"0;0.500000\" values=\"hidden;visible\""))
    #expect(svg.contains("<title>moves</title>") && svg.hasSuffix("</svg>\n"))
    #expect(!svg.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) })
  }

  @Test("a cover on a moving picture is cut out once for all its drawings")
  func movingCovers() {
    func screen(_ x: Float) -> Composition {
      var drawing = Drawing(columns: 4, rows: 3)
      drawing.line(0, 0, x, 11, Ink(Color(255, 0, 0), layer: 1))
      var screen = Composition(CellGrid(width: 6, height: 4))
      screen.place(drawing, x: 1, y: 0)
      // Two covers overlap, and reach beyond the picture.
      screen.cover { _ in
        [Rect(x: 3, y: 0, width: 3, height: 1), Rect(x: 4, y: 0, width: 1, height: 2)]
      }
      return screen
    }
    let svg = SVGWriter().animation(
      [Timed(screen(2), at: 0), Timed(screen(7), at: 1)], duration: 2)
    #expect(svg.components(separatedBy: "<clipPath").count == 2)
    #expect(svg.components(separatedBy: "clip-path=\"url(#c0)\"").count == 3)
    // Left uncovered: two columns of the first row, three of the second, four of the third.
    #expect(svg.contains("M10 0h20v20h-20zM10 20h30v20h-30zM10 40h40v20h-40z"))
  }
}
