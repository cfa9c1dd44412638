import CellGraphics

extension Drawing {
  /// Fills what lies between two curves, above each other: a spread around a third.
  ///
  /// - Parameter ranges: from left to right (x, one y, the other y); nil where there is a hole.
  ///   What stands alone is a line.
  package mutating func band(_ ranges: [SIMD3<Float>?], _ ink: Ink) {
    for run in ranges.split(separator: nil) {
      let run = run.compactMap { $0 }
      if run.count == 1 {
        line(run[0].x, run[0].y, run[0].x, run[0].z, ink)
      } else {
        fill(run.map { Point($0.x, $0.y) } + run.reversed().map { Point($0.x, $0.z) }, ink)
      }
    }
  }
}
