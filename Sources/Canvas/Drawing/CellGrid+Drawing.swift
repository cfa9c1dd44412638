extension CellGrid {
  /// Draws a picture with its top left cell at (x, y): strokes, dots and fills in braille, rasters
  /// in half blocks, smooth ones in quarters of a cell.
  ///
  /// - Parameter isBig: see `Drawing.isBig`; a group is as big as its picture.
  package mutating func draw(
    _ drawing: Drawing, x: Int, y: Int, glyphs: GlyphSet, isBig: Bool = false
  ) {
    let isBig = isBig || drawing.isBig
    for mark in drawing.marks {
      switch mark {
      case .run(let range):
        // The marks share a canvas: a cell has one colour, so they must agree on it.
        var canvas = BrailleCanvas(columns: drawing.columns, rows: drawing.rows)
        for inked in drawing.inked[range] {
          switch inked {
          case .stroke(let stroke):
            let points = drawing.points(of: stroke)
            canvas.draw(points, stroke.ink, gap: stroke.gap)
            // Grid lines stay thin.
            guard isBig, stroke.ink.layer > 0 else { continue }
            for aside in [SIMD2<Float>(1, 0), SIMD2(0, 1)] {
              canvas.draw(points.map { $0 + aside }[...], stroke.ink, gap: stroke.gap)
            }
          // Twice as wide, dots of cells would run together.
          case .dot(let dot) where dot.size == 0: canvas.dot(dot.at.x, dot.at.y, dot.ink)
          case .dot(let dot): canvas.blob(dot.at.x, dot.at.y, size: dot.size, dot.ink)
          case .fill(let fill):
            canvas.fill(drawing.points(of: fill), fill.ink, isHatched: fill.isSheet)
          }
        }
        canvas.draw(into: &self, x: x, y: y)
      case .raster(let raster): draw(raster, x: x, y: y, glyphs: glyphs)
      case .symbol, .label: drawText(mark, of: drawing, x: x, y: y)
      case .group(let inner, let dx, let dy):
        draw(inner, x: x + dx, y: y + dy, glyphs: glyphs, isBig: isBig)
      }
    }
  }

  /// Draws symbols and labels; ignores other marks.
  package mutating func drawText(_ mark: Drawing.Mark, of drawing: Drawing, x: Int, y: Int) {
    switch mark {
    case .symbol(let symbol):
      guard symbol.at.x >= 0, symbol.at.y >= 0, symbol.at.x < 8000, symbol.at.y < 8000 else {
        return
      }
      let (column, row) = (x + Int(symbol.at.x) / 2, y + Int(symbol.at.y) / 4)
      if symbol.keepsGround {
        put(symbol.glyph, x: column, y: row, style: symbol.style)
      } else {
        self[column, row] = Cell(symbol.glyph, symbol.style)
      }
    case .label(let label):
      switch label.place {
      case .cells(let dx, let dy, let width, .left):
        write(label.text, x: x + dx, y: y + dy, style: label.style, maxWidth: width)
      case .cells(let dx, let dy, let width, let alignment):
        write(
          label.text, x: x + dx, y: y + dy, width: width, alignment: alignment, style: label.style)
      case .point(let at):
        guard at.x >= 0, at.y >= 0, at.x < Float(drawing.unitsWide), at.y < Float(drawing.unitsHigh)
        else { return }
        let width = TextRow.width(of: label.text)
        let column = min(Int(at.x) / 2, drawing.columns - width)
        guard column >= 0 else { return }
        write(label.text, x: x + column, y: y + Int(at.y) / 4, style: label.style)
      }
    case .run, .raster, .group: break
    }
  }

  private mutating func draw(_ raster: Raster, x: Int, y: Int, glyphs: GlyphSet) {
    let rect = raster.rect
    guard raster.isComplete, rect.width > 0, rect.height > 0 else { return }
    if raster.isMono {
      drawLetters(raster, x: x + rect.x, y: y + rect.y, glyphs: glyphs)
      return
    }
    let isSmooth = raster.sampling == .smooth && glyphs == .unicode
    var canvas = BlockCanvas(columns: rect.width, rows: rect.height, across: isSmooth ? 2 : 1)
    raster.forEachTone(wide: canvas.width, high: canvas.height) { column, row, color, _ in
      canvas[column, row] = color
    }
    canvas.draw(into: &self, x: x + rect.x, y: y + rect.y, glyphs: glyphs)
  }

  /// Without colour, strength becomes letters. For outputs: the class's letter, bold where the
  /// margin is large, blank where it is small.
  private mutating func drawLetters(_ raster: Raster, x: Int, y: Int, glyphs: GlyphSet) {
    let ramp = Array(" .:-=+*#%@".unicodeScalars)
    raster.forEachTone(wide: raster.rect.width, high: raster.rect.height) {
      column, row, _, strength in
      if case .outputs(let theme) = raster.scale {
        if !strength.isFinite {
          put("?", x: x + column, y: y + row, style: Style(theme.text))
        } else if abs(strength) >= 0.3 {
          put(
            strength < 0 ? "o" : glyphs.faintDot, x: x + column, y: y + row,
            style: Style(nil, bold: strength < -0.7))
        }
        return
      }
      if case .classes = raster.scale {
        // The number of the class where the margin is large enough.
        let place = (
          (Float(column) + 0.5) / Float(raster.rect.width),
          (Float(row) + 0.5) / Float(raster.rect.height)
        )
        let number = raster.choice(place.0, place.1).number
        let sign: Unicode.Scalar =
          !strength.isFinite
          ? "?"
          : strength < 0.3 ? " " : Array("1234567890abcdefghij".unicodeScalars)[min(number, 19)]
        put(sign, x: x + column, y: y + row, style: Style(nil, bold: strength > 0.7))
        return
      }
      let level = strength.isFinite ? min(max(strength, 0), 1) : 0
      put(
        ramp[min(ramp.count - 1, Int(level * Float(ramp.count - 1) + 0.5))], x: x + column,
        y: y + row, style: Style(nil))
    }
  }
}

extension GlyphSet {
  fileprivate var faintDot: Unicode.Scalar { self == .unicode ? "\u{B7}" : "." }
}

extension BrailleCanvas {
  fileprivate mutating func draw(
    _ points: ArraySlice<Drawing.Point>, _ ink: Ink, gap: Int
  ) {
    guard var from = points.first else { return }
    for to in points.dropFirst() {
      line(from.x, from.y, to.x, to.y, ink, gap: gap)
      from = to
    }
  }

  /// Fills a polygon by the even-odd rule. Sheets are hatched: solid blocks would outshine marks on
  /// them.
  fileprivate mutating func fill(
    _ corners: ArraySlice<Drawing.Point>, _ ink: Ink, isHatched: Bool
  ) {
    guard corners.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return }
    let corners = Array(corners)
    for row in 0..<dotsHigh {
      let y = Float(row) + 0.5
      var cuts: [Float] = []
      for (k, a) in corners.enumerated() {
        let b = corners[(k + 1) % corners.count]
        guard (a.y <= y) != (b.y <= y) else { continue }
        cuts.append(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y))
      }
      cuts.sort()
      for pair in stride(from: 0, to: cuts.count - 1, by: 2) {
        let (from, to) = (max(0, cuts[pair]), min(Float(dotsWide), cuts[pair + 1]))
        // Hatching: every fourth dot, shifted left by one in each row, for strokes at 45°.
        var x = (from + 0.5).rounded(.down)
        while x + 0.5 < to {
          if !isHatched || (Int(x) + row) % 4 == 0 { dot(x + 0.5, y, ink) }
          x += 1
        }
      }
    }
  }
}
