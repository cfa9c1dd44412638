import CellGraphics

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
