/// A screen as a value: cells of text, pictures laid over them, and what covers both. Whoever shows
/// it decides what the pictures become: cells, vectors, or pixels.
package struct Composition: Sendable, Equatable {
  /// What lies upon the text, the last on top.
  package enum Layer: Sendable, Equatable {
    /// A picture, its top left cell at (x, y).
    case picture(Drawing, x: Int, y: Int)
    /// Cells that hide what is below them: of a grid of the screen's size those within a rectangle.
    case cover(CellGrid, Rect)
  }

  /// Text, frames, digits: all that is no picture.
  package var grid: CellGrid
  /// What lies upon it.
  package private(set) var layers: [Layer] = []

  /// A screen of text alone.
  package init(_ grid: CellGrid) { self.grid = grid }

  /// Lays a picture over the cells from (x, y) on.
  package mutating func place(_ drawing: Drawing, x: Int, y: Int) {
    guard !drawing.isEmpty else { return }
    layers.append(.picture(drawing, x: x, y: y))
  }

  /// Covers a rectangle with what is drawn there, whatever lies below.
  package mutating func cover(_ rect: Rect, _ draw: (inout CellGrid) -> Void) {
    var top = CellGrid(width: grid.width, height: grid.height)
    draw(&top)
    layers.append(.cover(top, rect))
  }

  /// Covers rectangles with what is drawn there.
  ///
  /// - Parameter draw: draws, and says which rectangles it fills.
  package mutating func cover(_ draw: (inout CellGrid) -> [Rect]) {
    var top = CellGrid(width: grid.width, height: grid.height)
    for rect in draw(&top) { layers.append(.cover(top, rect)) }
  }

  /// The pictures with their places, and the rectangles that cover parts of each, all in cells of
  /// the screen.
  package var placedPictures: [(drawing: Drawing, x: Int, y: Int, covers: [Rect])] {
    layers.indices.compactMap { index in
      guard case .picture(let drawing, let x, let y) = layers[index] else { return nil }
      let covers = layers[index...].compactMap { layer -> Rect? in
        guard case .cover(_, let rect) = layer, Self.meet(rect, drawing, x, y) else { return nil }
        return rect
      }
      return (drawing, x, y, covers)
    }
  }

  private static func meet(_ rect: Rect, _ drawing: Drawing, _ x: Int, _ y: Int) -> Bool {
    rect.x < x + drawing.columns && rect.maxX > x && rect.y < y + drawing.rows && rect.maxY > y
  }

  /// The pictures with their places.
  package var pictures: [(drawing: Drawing, x: Int, y: Int)] {
    layers.compactMap {
      guard case .picture(let drawing, let x, let y) = $0 else { return nil }
      return (drawing, x, y)
    }
  }

  /// What of it is text, for a screen on which something else draws the pictures.
  ///
  /// - Parameter labels: are the letters and signs of pictures among it?
  package func text(_ glyphs: GlyphSet, labels: Bool = true) -> CellGrid {
    var result = grid
    for layer in layers {
      switch layer {
      case .picture(let drawing, let x, let y) where labels:
        result.drawTexts(of: drawing, x: x, y: y, glyphs: glyphs)
      case .picture: break
      case .cover(let top, let rect): result.copy(top, rect)
      }
    }
    return result.folded(into: glyphs)
  }

  /// All of it as cells, pictures in braille and half blocks.
  package func cells(_ glyphs: GlyphSet) -> CellGrid {
    var result = grid
    for layer in layers {
      switch layer {
      case .picture(let drawing, let x, let y): result.draw(drawing, x: x, y: y, glyphs: glyphs)
      case .cover(let top, let rect): result.copy(top, rect)
      }
    }
    return result.folded(into: glyphs)
  }
}

extension CellGrid {
  /// Draws the signs and the text of a picture, and nothing else of it.
  fileprivate mutating func drawTexts(of drawing: Drawing, x: Int, y: Int, glyphs: GlyphSet) {
    for mark in drawing.marks {
      if case .group(let inner, let dx, let dy) = mark {
        drawTexts(of: inner, x: x + dx, y: y + dy, glyphs: glyphs)
      } else {
        drawText(mark, of: drawing, x: x, y: y, glyphs: glyphs)
      }
    }
  }

  /// Takes the cells of a rectangle from another grid.
  mutating func copy(_ other: CellGrid, _ rect: Rect) {
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX { self[x, y] = other[x, y] }
    }
  }
}

extension Composition {
  /// The rows of a screen without what is above and below them; pictures that are not wholly among
  /// them are left out.
  package func cropped(to rows: Range<Int>) -> Composition {
    let rows = rows.clamped(to: 0..<grid.height)
    func part(_ whole: CellGrid) -> CellGrid {
      var result = CellGrid(width: grid.width, height: rows.count)
      for y in rows {
        for x in 0..<grid.width { result[x, y - rows.lowerBound] = whole[x, y] }
      }
      return result
    }
    var result = Composition(part(grid))
    for layer in layers {
      switch layer {
      case .picture(let drawing, let x, let y):
        guard rows.contains(y), y + drawing.rows <= rows.upperBound else { continue }
        result.place(drawing, x: x, y: y - rows.lowerBound)
      case .cover(let top, let rect):
        let first = max(rect.y, rows.lowerBound)
        let end = min(rect.maxY, rows.upperBound)
        guard first < end else { continue }
        let place = Rect(
          x: rect.x, y: first - rows.lowerBound, width: rect.width, height: end - first)
        result.cover(place) { $0 = part(top) }
      }
    }
    return result
  }
}
