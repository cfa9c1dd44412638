import Canvas
import Math
import LiveSession

extension SpaceBounds {
  /// Corners of the plane n·h + c = 0 within three-dimensional bounds; empty if they do not meet.
  ///
  /// Clips a square larger than the box at its six faces, after Sutherland and Hodgman, Reentrant
  /// polygon clipping, 1974 (doi:10.1145/360767.360802).
  ///
  /// - Parameter plane: (n₁, n₂, n₃, c).
  func sheet(of plane: [Float]) -> [SIMD3<Float>] {
    guard plane.count >= 4, lower.count == 3, plane.allSatisfy(\.isFinite) else { return [] }
    // In units of the box, −1…1 along each axis, since axes may differ greatly in length.
    let middle = SIMD3(middle(0), middle(1), middle(2))
    let half = SIMD3(half(0), half(1), half(2))
    var normal = SIMD3(plane[0], plane[1], plane[2]) * half
    let length = normal.length
    guard length > 0, length.isFinite else { return [] }
    normal /= length
    let offset = (plane[3] + (SIMD3(plane[0], plane[1], plane[2]) * middle).sum()) / length
    // A plane further from the middle passes outside the box.
    guard abs(offset) <= 2 else { return [] }
    let foot = -normal * offset
    // Two directions within the plane, from the axis least aligned with the normal.
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

  /// Clips a polygon at the box's face at `side` of an axis.
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

extension SpaceBounds {
  /// Readout planes of a three-dimensional picture: the plane between two classes, or for each pair
  /// of several the piece of their plane on which no other class wins.
  func sheets(of picture: SpacePicture) -> [[SIMD3<Float>]] {
    if let plane = picture.decision {
      let corners = sheet(of: plane)
      return corners.isEmpty ? [] : [corners]
    }
    let planes = picture.classPlanes
    guard planes.allSatisfy({ $0.count >= 4 }) else { return [] }
    return Self.pairs(planes.count).compactMap { a, b in
      var corners = sheet(of: zip(planes[a], planes[b]).map { $0 - $1 })
      for c in planes.indices where c != a && c != b && !corners.isEmpty {
        corners = Self.cut(corners, above: zip(planes[a], planes[c]).map { $0 - $1 })
      }
      return corners.count >= 3 ? corners : nil
    }
  }

  /// The same for several classes in the plane: both ends of each line. For two classes the line is
  /// `SpacePicture.decision`.
  func borders(of picture: SpacePicture) -> [(SIMD3<Float>, SIMD3<Float>)] {
    let planes = picture.classPlanes
    guard lower.count == 2, planes.allSatisfy({ $0.count >= 3 }) else { return [] }
    let reach = 4 * (half(0) + half(1))
    let middle = SIMD3(middle(0), middle(1), 0)
    return Self.pairs(planes.count).compactMap { a, b in
      let line = zip(planes[a], planes[b]).map { $0 - $1 }
      let normal = SIMD3(line[0], line[1], 0)
      let square = (normal * normal).sum()
      guard square > 0, square.isFinite, line[2].isFinite else { return nil }
      let foot = middle - normal * (((normal * middle).sum() + line[2]) / square)
      let along = SIMD3(-normal.y, normal.x, 0) * (reach / square.squareRoot())
      // The interval within −1…1 along the line on which no other class wins.
      var (from, to): (Float, Float) = (-1, 1)
      for c in planes.indices where c != a && c != b {
        let other = zip(planes[a], planes[c]).map { $0 - $1 }
        let n = SIMD3(other[0], other[1], 0)
        let (value, slope) = ((n * foot).sum() + other[2], (n * along).sum())
        if slope > 0 {
          from = max(from, -value / slope)
        } else if slope < 0 {
          to = min(to, -value / slope)
        } else if value < 0 {
          return nil
        }
      }
      return from < to ? (foot + along * from, foot + along * to) : nil
    }
  }

  /// How far to turn a camera around the upright axis, radians, to see the plane n·h + c = 0 more
  /// nearly edge-on, where it visibly divides. The camera still turns all the way round: faster
  /// past the plane's faces, slower past its edges.
  ///
  /// - Parameter plane: (n₁, n₂, n₃, c).
  func turn(_ camera: Camera, toEdgeOf plane: [Float]) -> Float {
    guard plane.count >= 4, lower.count == 3, plane.allSatisfy(\.isFinite) else { return 0 }
    let scene = SpacePainter.SolidScene(self, camera, isUpright: false, wide: 100, high: 100)
    let normal = SIMD3(plane[0], plane[1], plane[2]) / scene.scale
    guard normal.length > 0, normal.length.isFinite else { return 0 }
    let level = (normal.x * normal.x + normal.y * normal.y).squareRoot() / normal.length
    // A level plane is seen edge-on from every azimuth.
    let share = min(max(0, (level - 0.1) / 0.3), 1)
    let edge = Elementary.atan2(normal.y, normal.x) + .pi / 2
    // Quarters of a turn from the nearer edge, −1…1.
    let away = (camera.azimuth - edge).remainder(dividingBy: .pi) / (.pi / 2)
    let square = away * away
    return share * (away * square * square - away) * .pi / 2
  }

  private static func pairs(_ count: Int) -> [(Int, Int)] {
    (0..<count).flatMap { a in (a + 1..<max(a + 1, count)).map { (a, $0) } }
  }

  /// Clips a polygon to n·h + c ≥ 0.
  private static func cut(_ corners: [SIMD3<Float>], above plane: [Float]) -> [SIMD3<Float>] {
    let normal = SIMD3(plane[0], plane[1], plane[2])
    var result: [SIMD3<Float>] = []
    for (k, b) in corners.enumerated() {
      let a = corners[k == 0 ? corners.count - 1 : k - 1]
      let (from, to) = ((normal * a).sum() + plane[3], (normal * b).sum() + plane[3])
      if (from < 0) != (to < 0) { result.append(a + (b - a) * (from / (from - to))) }
      if to >= 0 { result.append(b) }
    }
    return result
  }
}
