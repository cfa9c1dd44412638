extension SpaceBounds {
  /// The part of the plane n·h + c = 0 within the bounds of a space of three dimensions, corner by
  /// corner; empty where they do not meet.
  ///
  /// A square that is larger than the box is cut at its six faces one after another, after
  /// Sutherland and Hodgman, Reentrant polygon clipping, 1974 (doi:10.1145/360767.360802).
  ///
  /// - Parameter plane: (n₁, n₂, n₃, c).
  func sheet(of plane: [Float]) -> [SIMD3<Float>] {
    guard plane.count >= 4, lower.count == 3, plane.allSatisfy(\.isFinite) else { return [] }
    // In units of the box, which is −1…1 along each axis: axes may differ in length by far.
    let middle = SIMD3(middle(0), middle(1), middle(2))
    let half = SIMD3(half(0), half(1), half(2))
    var normal = SIMD3(plane[0], plane[1], plane[2]) * half
    let length = normal.length
    guard length > 0, length.isFinite else { return [] }
    normal /= length
    let offset = (plane[3] + (SIMD3(plane[0], plane[1], plane[2]) * middle).sum()) / length
    // Its distance from the middle: beyond the corners nothing is left.
    guard abs(offset) <= 2 else { return [] }
    let foot = -normal * offset
    // Two directions within the plane, from the axis that is least along the normal.
    let least = (0..<3).min { abs(normal[$0]) < abs(normal[$1]) } ?? 0
    var axis = SIMD3<Float>.zero
    axis[least] = 1
    var u = axis - normal * normal[least]
    u /= u.length
    let v = SIMD3(
      normal.y * u.z - normal.z * u.y, normal.z * u.x - normal.x * u.z,
      normal.x * u.y - normal.y * u.x)
    var corners = [(-4, -4), (4, -4), (4, 4), (-4, 4)].map { (a: Float, b: Float) in
      foot + u * a + v * b
    }
    for axis in 0..<3 {
      for side in [Float(-1), 1] { corners = Self.cut(corners, at: axis, side) }
    }
    return corners.map { middle + $0 * half }
  }

  /// What of a polygon is not beyond a face of the box: the one at `side` of an axis.
  private static func cut(
    _ corners: [SIMD3<Float>], at axis: Int, _ side: Float
  ) -> [SIMD3<Float>] {
    var result: [SIMD3<Float>] = []
    for (k, b) in corners.enumerated() {
      let a = corners[k == 0 ? corners.count - 1 : k - 1]
      let (from, to) = (1 - side * a[axis], 1 - side * b[axis])
      if (from < 0) != (to < 0) {
        var meeting = a + (b - a) * (from / (from - to))
        meeting[axis] = side
        result.append(meeting)
      }
      if to >= 0 { result.append(b) }
    }
    return result
  }
}
