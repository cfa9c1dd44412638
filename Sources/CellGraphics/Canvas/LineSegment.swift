/// A straight piece between two points.
package struct LineSegment: Sendable, Equatable {
  /// Where it starts: x.
  package var x0: Double
  /// Where it starts: y.
  package var y0: Double
  /// Where it ends: x.
  package var x1: Double
  /// Where it ends: y.
  package var y1: Double

  /// The segment from (x0, y0) to (x1, y1).
  package init(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) {
    self.x0 = x0
    self.y0 = y0
    self.x1 = x1
    self.y1 = y1
  }

  /// The part within 0…width × 0…height, or nil if there is none or a coordinate is not finite.
  ///
  /// Liang and Barsky, ACM Transactions on Graphics 3 (1984), DOI 10.1145/357332.357333.
  package func clipped(width: Double, height: Double) -> LineSegment? {
    guard width > 0, height > 0 else { return nil }
    let dx = x1 - x0
    let dy = y1 - y0
    // Differences of finite values may overflow, so these are what has to be finite.
    guard dx.isFinite, dy.isFinite, x0.isFinite, y0.isFinite else { return nil }
    var enter = 0.0
    var leave = 1.0
    for (p, q) in [(-dx, x0), (dx, width - x0), (-dy, y0), (dy, height - y0)] {
      if p == 0 {
        if q < 0 { return nil }
      } else if p < 0 {
        enter = max(enter, q / p)
      } else {
        leave = min(leave, q / p)
      }
    }
    guard enter <= leave else { return nil }
    return LineSegment(x0 + dx * enter, y0 + dy * enter, x0 + dx * leave, y0 + dy * leave)
  }
}
