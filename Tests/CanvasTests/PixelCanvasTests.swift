@testable import Canvas
import Testing

/// Cells of 8 × 16 pixels: a drawing's unit is 4 pixels.
private let style = PixelStyle(cellWidth: 8, cellHeight: 16, .dark)
private let red = Color(255, 0, 0)
private let blue = Color(0, 0, 255)

private func painted(_ drawing: Drawing, text: Bool = false) throws -> PixelImage {
  let canvas = try #require(
    PixelCanvas(width: drawing.columns * 8, height: drawing.rows * 16))
  canvas.fill(style.background)
  canvas.draw(drawing, style, text: text)
  return canvas.image
}

/// How red a pixel is against the background, 0…1.
private func share(_ image: PixelImage, _ x: Int, _ y: Int) -> Double {
  let ground = Double(style.background.red)
  return (Double(image.color(x, y).red) - ground) / (255 - ground)
}

@Suite("Drawings become pixels")
struct PixelCanvasTests {
  @Test("A stroke is where it was drawn, with its ink's width and soft edges")
  func stroke() throws {
    var drawing = Drawing(columns: 10, rows: 5)
    var ink = Ink(red, layer: 1)
    ink.weight = 16
    // From unit (2, 10) to (18, 10): pixels 8…72 across, and 40 ± 2 down.
    drawing.line(2, 10, 18, 10, ink)
    let image = try painted(drawing)
    for x in stride(from: 12, to: 68, by: 4) {
      let column = (0..<80).map { share(image, x, $0) }
      #expect(abs(column.reduce(0, +) - 4) < 0.3, "the stroke is 4 pixels wide at \(x)")
      #expect(column[39] > 0.9 && column[40] > 0.9 && column[35] < 0.1 && column[44] < 0.1)
    }
    #expect(share(image, 3, 40) < 0.05 && share(image, 77, 40) < 0.05)
    #expect(image.pixels[10 * image.width + 40] == style.background.pixel)
  }

  @Test("A slanted stroke is antialiased, without steps of cells")
  func slanted() throws {
    var drawing = Drawing(columns: 10, rows: 5)
    drawing.line(0, 0, 20, 13, Ink(red, layer: 1))
    let image = try painted(drawing)
    var middles: [Double] = []
    for x in 10..<70 {
      let column = (0..<80).map { share(image, x, $0) }
      let mass = column.reduce(0, +)
      #expect(mass > 0.3)
      middles.append(column.enumerated().map { Double($0.offset) * $0.element }.reduce(0, +) / mass)
    }
    // 13 units down, 20 across.
    for (a, b) in zip(middles, middles.dropFirst()) { #expect(abs(b - a - 0.65) < 0.35) }
    #expect(abs((middles[59] - middles[0]) / 59 - 0.65) < 0.01)
  }

  @Test("A dot is a filled disc of its size around its place")
  func dot() throws {
    var drawing = Drawing(columns: 10, rows: 5)
    drawing.blob(10, 10, size: 4, Ink(red, layer: 1))
    let image = try painted(drawing)
    // 4 · 0.68 units of 4 pixels across.
    let mass = (0..<80).flatMap { y in (0..<80).map { share(image, $0, y) } }.filter { $0 > 0 }
      .reduce(0, +)
    let radius = 4 * 0.68 * 4 / 2
    #expect(abs(mass - .pi * radius * radius) < 4)
    #expect(image.color(40, 40) == red)
  }

  @Test("A higher layer hides the lower ones, in any order")
  func layers() throws {
    var drawing = Drawing(columns: 10, rows: 5)
    drawing.blob(10, 10, size: 4, Ink(red, layer: 4))
    drawing.blob(10, 10, size: 4, Ink(blue, layer: 1))
    #expect(try painted(drawing).color(40, 40) == red)
  }

  @Test("A fill is translucent, and only within its corners")
  func fill() throws {
    var drawing = Drawing(columns: 10, rows: 5)
    drawing.fill(
      [SIMD2(4, 4), SIMD2(16, 4), SIMD2(16, 16), SIMD2(4, 16)], Ink(red, layer: 1),
      isSheet: true)
    let image = try painted(drawing)
    #expect(abs(share(image, 40, 40) - 0.25) < 0.02)
    #expect(image.color(10, 40) == style.background && image.color(70, 40) == style.background)
  }

  @Test("A smooth raster is interpolated, and an image has square pixels")
  func rasters() throws {
    var smooth = Drawing(columns: 10, rows: 5)
    smooth.add(
      Raster(
        [-1, 1], width: 2, height: 1, in: smooth.bounds, scale: .outputs(.dark), sampling: .smooth))
    let image = try painted(smooth)
    let row = (0..<80).map { image.color($0, 40) }
    #expect(Set(row).count > 20)
    #expect(row[2].blue > row[2].red && row[77].red > row[77].blue)
    var squares = Drawing(columns: 10, rows: 5)
    squares.add(
      Raster(
        [0, 1, 1, 0], width: 2, height: 2, in: squares.bounds,
        scale: .ink(red, on: blue, isMono: false), sampling: .area))
    let digit = try painted(squares)
    for (x, y, color) in [(5, 5, blue), (75, 5, red), (5, 75, red), (75, 75, blue), (38, 38, blue)]
    {
      #expect(digit.color(x, y) == color)
    }
    #expect(Set(digit.pixels).count <= 6)
  }

  @Test("Marks that are not finite or far away are not drawn")
  func nonsense() throws {
    var drawing = Drawing(columns: 10, rows: 5)
    drawing.line(.nan, 0, 5, 5, Ink(red, layer: 1))
    drawing.line(0, 0, .infinity, 5, Ink(red, layer: 1))
    drawing.blob(.nan, .nan, size: 3, Ink(red, layer: 1))
    drawing.blob(1e20, -1e20, size: 3, Ink(red, layer: 1))
    drawing.fill([SIMD2(.nan, 0), SIMD2(3, 3), SIMD2(0, 3)], Ink(nil))
    drawing.add(
      Raster(
        [1], width: 4, height: 4, in: drawing.bounds, scale: .outputs(.dark), sampling: .smooth))
    #expect(try painted(drawing).color(60, 70) == style.background)
  }

  @Test("Letters are within their cells")
  func letters() throws {
    var drawing = Drawing(columns: 10, rows: 5)
    drawing.write("W", x: 3, y: 2, style: Style(red))
    let image = try painted(drawing, text: true)
    let inked = (0..<80).flatMap { y in (0..<80).map { (x: $0, y: y) } }
      .filter { share(image, $0.x, $0.y) > 0.3 }
    #expect(inked.count > 15)
    #expect(inked.allSatisfy { (24..<32).contains($0.x) && (32..<48).contains($0.y) })
    #expect(try painted(drawing).pixels.allSatisfy { $0 == style.background.pixel })
  }

  @Test("A screen in pixels has frames, pictures and covers")
  func screen() throws {
    var grid = CellGrid(
      width: 20, height: 10, fill: Cell(" ", Style(nil, on: Theme.dark.background)))
    grid.put("│", x: 0, y: 5, style: Style(red))
    var drawing = Drawing(columns: 8, rows: 8)
    drawing.blob(8, 16, size: 8, Ink(red, layer: 1))
    var screen = Composition(grid)
    screen.place(drawing, x: 10, y: 1)
    let canvas = try #require(PixelCanvas(width: 160, height: 160))
    canvas.draw(screen, style)
    #expect(canvas.image.color(112, 80) == red)
    #expect(share(canvas.image, 4, 88) > 0.9 && share(canvas.image, 1, 88) < 0.1)
    screen.cover(Rect(x: 9, y: 2, width: 10, height: 6)) { grid in
      grid.fill(Rect(x: 9, y: 2, width: 10, height: 6), with: Cell(" ", Style(nil, on: blue)))
    }
    canvas.draw(screen, style)
    #expect(canvas.image.color(112, 80) == blue)
  }

  @Test("A file's extension selects its format")
  func endings() throws {
    for format in PictureFormat.allCases {
      #expect(PictureFormat(path: "a/b.c\(format.ending)") == format)
      #expect(try !Picture(Composition(CellGrid(width: 2, height: 1))).bytes(format).isEmpty)
    }
    #expect(PictureFormat(path: "svg") == nil && PictureFormat(path: "a.csv") == nil)
  }

  @Test("Files have the format of their extension")
  func files() throws {
    var screen = Composition(CellGrid(width: 20, height: 10))
    var drawing = Drawing(columns: 8, rows: 8)
    drawing.line(0, 0, 15, 30, Ink(red, layer: 1))
    screen.place(drawing, x: 10, y: 1)
    let png = try Picture(screen).bytes(.png)
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    // Width and height in IHDR.
    #expect(Array(png[16..<24]) == [0, 0, 1, 64, 0, 0, 1, 64])
    let pdf = try Picture(screen).bytes(.pdf)
    #expect(String(decoding: pdf.prefix(5), as: UTF8.self) == "%PDF-")
    #expect(String(decoding: pdf, as: UTF8.self).contains("%%EOF"))
    #expect(try Picture(screen).bytes(.png) == png, "the same picture is the same file")
  }
}
