/// A screen as a value: cells of text, pictures over them, and covers over both. Each output draws
/// the pictures as cells, vectors or pixels.
package struct Composition: Sendable, Equatable {
  package enum Layer: Sendable, Equatable {
    /// Its top left cell is at (x, y).
    case picture(Drawing, x: Int, y: Int)
    /// The cells of a rectangle of a screen-sized grid; they hide everything below.
    case cover(CellGrid, Rect)
  }

  /// Text, frames, digits: everything except pictures.
  package var grid: CellGrid
  /// On top of the text, the last on top.
  package private(set) var layers: [Layer] = []
  /// Whether pictures placed from now on are for the back row (see `Drawing.isBig`).
  package var isBig = false

  package init(_ grid: CellGrid) { self.grid = grid }

  package mutating func place(_ drawing: Drawing, x: Int, y: Int) {
    guard !drawing.isEmpty else { return }
    var drawing = drawing
    if isBig { drawing.isBig = true }
    layers.append(.picture(drawing, x: x, y: y))
  }

  /// Draws over a rectangle and hides everything below it.
  package mutating func cover(_ rect: Rect, _ draw: (inout CellGrid) -> Void) {
    cover {
      draw(&$0)
      return [rect]
    }
  }

  /// Hides everything below the rectangles that `draw` returns.
  package mutating func cover(_ draw: (inout CellGrid) -> [Rect]) {
    var top = CellGrid(width: grid.width, height: grid.height)
    for rect in draw(&top) { layers.append(.cover(top, rect)) }
  }

  /// Pictures, their positions and the rectangles that cover parts of each, in cells of the screen.
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

  package var pictures: [(drawing: Drawing, x: Int, y: Int)] {
    layers.compactMap {
      guard case .picture(let drawing, let x, let y) = $0 else { return nil }
      return (drawing, x, y)
    }
  }

  /// The text, for a screen where something else draws the pictures.
  ///
  /// - Parameter labels: include the labels and symbols of pictures.
  package func text(_ glyphs: GlyphSet, labels: Bool = true) -> CellGrid {
    var result = grid
    for layer in layers {
      switch layer {
      case .picture(let drawing, let x, let y) where labels:
        result.drawTexts(of: drawing, x: x, y: y)
      case .picture: break
      case .cover(let top, let rect): result.copy(top, rect)
      }
    }
    return result.folded(into: glyphs)
  }

  /// Everything as cells, with pictures in braille and blocks.
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
  /// Draws only the symbols and labels of a picture.
  fileprivate mutating func drawTexts(of drawing: Drawing, x: Int, y: Int) {
    for mark in drawing.marks {
      if case .group(let inner, let dx, let dy) = mark {
        drawTexts(of: inner, x: x + dx, y: y + dy)
      } else {
        drawText(mark, of: drawing, x: x, y: y)
      }
    }
  }

  mutating func copy(_ other: CellGrid, _ rect: Rect) {
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX { self[x, y] = other[x, y] }
    }
  }
}

extension Composition {
  /// Only these rows. Pictures not wholly inside are left out.
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
