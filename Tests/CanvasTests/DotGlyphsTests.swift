@testable import Canvas
import Testing

@Suite("Octants and sextants show the dots of braille without gaps")
struct DotGlyphsTests {
  /// The blocks in the name of a glyph, such as 1468 for BLOCK OCTANT-1468.
  private func mask(_ digits: Int) -> Int {
    String(digits).reduce(0) { $0 | 1 << ((Int(String($1)) ?? 9) - 1) }
  }

  @Test("230 patterns are U+1CD00 to U+1CDE5 in ascending order; 26 others are older or elsewhere")
  func octants() {
    let own = Mosaic.octants.filter { (0x1CD00...0x1CDE5).contains($0.value) }
    #expect(own.map(\.value) == Array(0x1CD00...0x1CDE5))
    #expect(Mosaic.octants.count == 256 && Set(Mosaic.octants).count == 256)
    // Names in UnicodeData.txt of Unicode 16.0.
    for (value, name) in [
      (0x1CD00, 3), (0x1CD01, 23), (0x1CD05, 124), (0x1CD0D, 135), (0x1CD18, 6), (0x1CD20, 146),
      (0x1CD36, 17), (0x1CD45, 157), (0x1CD4D, 12457), (0x1CD70, 1_234_567), (0x1CD97, 1468),
      (0x1CDAC, 178), (0x1CDE5, 2_345_678),
    ] as [(UInt32, Int)] {
      #expect(Mosaic.octants[mask(name)].value == value, "BLOCK OCTANT-\(name)")
    }
    for (glyph, name) in [
      ("▘", 13), ("▀", 1234), ("▚", 1368), ("▌", 1357), ("▂", 78), ("▆", 345678),
    ]
      as [(Unicode.Scalar, Int)]
    {
      #expect(Mosaic.octants[mask(name)] == glyph)
    }
  }

  @Test("60 patterns are U+1FB00 to U+1FB3B in ascending order")
  func sextants() {
    let own = Mosaic.sextants.filter { (0x1FB00...0x1FB3B).contains($0.value) }
    #expect(own.map(\.value) == Array(0x1FB00...0x1FB3B) && Set(Mosaic.sextants).count == 64)
    for (value, name) in [
      (0x1FB00, 1), (0x1FB06, 123), (0x1FB13, 35), (0x1FB14, 235), (0x1FB27, 146), (0x1FB28, 1246),
      (0x1FB3B, 23456),
    ] as [(UInt32, Int)] {
      #expect(Mosaic.sextants[mask(name)].value == value, "BLOCK SEXTANT-\(name)")
    }
  }

  @Test("A braille glyph keeps all its dots; nothing else changes")
  func dots() throws {
    var added = 0
    for pattern in 1...255 {
      let dots = Mosaic.mask(ofBraille: UInt8(pattern))
      let braille = try #require(Unicode.Scalar(UInt32(0x2800 + pattern)))
      #expect(DotGlyphs.braille.glyph(for: braille) == braille)
      let octant = try blocks(DotGlyphs.octants.glyph(for: braille), rows: 4)
      #expect(octant & dots == dots, "\(braille)")
      added += (octant & ~dots).nonzeroBitCount
      let sextant = try blocks(DotGlyphs.sextants.glyph(for: braille), rows: 3)
      for row in 0..<4 {
        let pair = dots >> (2 * row) & 3
        #expect(sextant >> (2 * [0, 1, 1, 2][row]) & pair == pair, "\(braille)")
      }
    }
    // Those that terminals lack have one dot too many.
    #expect(added == 6)
    for glyph in "a·█─\u{2800}é".unicodeScalars {
      for set in DotGlyphs.allCases { #expect(set.glyph(for: glyph) == glyph) }
    }
  }

  /// The blocks of a cell of so many rows that a glyph fills, from its rectangles.
  private func blocks(_ glyph: Unicode.Scalar, rows: Int) throws -> Int {
    var mask = 0
    for block in try #require(GlyphShape.blocks(glyph)) {
      for row in 0..<rows {
        for column in 0..<2 {
          let (x, y) = ((Double(column) + 0.5) / 2, (Double(row) + 0.5) / Double(rows))
          if x > block.x, x < block.x + block.width, y >= block.y, y < block.y + block.height {
            mask |= 1 << (2 * row + column)
          }
        }
      }
    }
    return mask
  }

  @Test("They are read from a recording, and drawn as shapes in SVG and pixels")
  func drawn() throws {
    var terminal = ScreenEmulator(width: 3, height: 1)
    terminal.feed("\u{1B}[38;2;255;0;0m\u{1CD00}\u{1FB02}x")
    #expect(terminal.grid[0, 0].glyph == "\u{1CD00}" && terminal.grid[2, 0].glyph == "x")
    let svg = SVGWriter().document(terminal.grid)
    #expect(svg.contains("M0 5h5v5h-5z") && svg.contains("M10 0h10v7h-10z"))
    #expect(!svg.unicodeScalars.contains("\u{1CD00}"))

    let style = PixelStyle(cellWidth: 9, cellHeight: 19, .dark)
    let canvas = try #require(PixelCanvas(width: 27, height: 19))
    canvas.fill(style.background)
    canvas.draw(Composition(terminal.grid), style)
    let red = Color(255, 0, 0)
    #expect(canvas.image.color(1, 7) == red && canvas.image.color(3, 8) == red)
    for (x, y) in [(1, 2), (1, 11), (6, 7), (12, 8)] {
      #expect(canvas.image.color(x, y) == style.background)
    }
    #expect(canvas.image.color(12, 3) == red)
    #expect(terminal.grid.folded(into: .ascii)[0, 0].glyph == "#")
  }
}
