import Canvas

extension SpacePainter {
  /// Draws the field as streamlines with arrow heads, brighter where it is strong.
  func drawStreamlines(_ frame: PlaneFrame, on canvas: inout Drawing) {
    guard let field = latticeField(frame) else { return }
    let size = SIMD2(Float(canvas.unitsWide), Float(canvas.unitsHigh))
    let lines = Streamlines(of: field, within: size, separation: look.isSparse ? 16 : 9).lines
    let reference = SpaceReader.reference(lines.flatMap(\.strengths))
    guard reference > 0 else { return }
    // Few levels, since each is a colour to send.
    let inks = [Float(0.68), 0.56, 0.44].enumerated().map { level, fade in
      var ink = Ink(
        look.theme.faded(look.theme.field, fade), layer: Layers.field, rank: UInt8(level))
      ink.weight = UInt8(4 + 2 * level)
      return ink
    }
    var head = Ink(look.theme.faded(look.theme.field, 0.26), layer: Layers.field, rank: 3)
    head.weight = 6
    let gap = look.theme.isMono ? 2 : 0
    for line in lines {
      var from = line.points[0]
      for k in stride(from: 2, to: line.points.count, by: 2) {
        let to = line.points[k]
        let level = min(Int(line.strengths[k] / reference * 3), 2)
        canvas.line(from.x, from.y, to.x, to.y, inks[level], gap: gap)
        from = to
      }
      for k in Self.heads(line.points.count) {
        drawHead(at: line.points[k], from: line.points[k - 3], head, on: &canvas)
      }
    }
  }

  /// The field at the play head's time, in the drawing's units; nil without a 2D lattice.
  private func latticeField(_ frame: PlaneFrame) -> LatticeField? {
    let shape = reader.picture.latticeShape
    guard shape.count == 2, shape[0] > 1, shape[1] > 1, shape[0] * shape[1] == reader.sites else {
      return nil
    }
    let (first, last) = (frame(reader.site(0)), frame(reader.site(reader.sites - 1)))
    return LatticeField(
      reader.field(at: time).map { SIMD2($0.x, -$0.y) }, wide: shape[0], high: shape[1],
      origin: SIMD2(first.x, first.y),
      spacing: SIMD2(last.x - first.x, last.y - first.y)
        / SIMD2(Float(shape[0] - 1), Float(shape[1] - 1)))
  }

  /// Indices of arrow tips: one in the middle of a line, or several evenly along a long one.
  private static func heads(_ count: Int) -> [Int] {
    let number = max(1, count / 36)
    return (0..<number).map { (2 * $0 + 1) * count / (2 * number) }.filter { $0 >= 3 }
  }

  private func drawHead(
    at tip: SIMD2<Float>, from tail: SIMD2<Float>, _ ink: Ink, on canvas: inout Drawing
  ) {
    let way = tip - tail
    let length = (way * way).sum().squareRoot()
    guard length > 0 else { return }
    let along = way / length * 3
    let across = SIMD2(-along.y, along.x) * 0.6
    let (left, right) = (tip - along + across, tip - along - across)
    canvas.line(left.x, left.y, tip.x, tip.y, ink)
    canvas.line(tip.x, tip.y, right.x, right.y, ink)
  }
}
