import Canvas
import LiveSession

extension SweepPainter {
  /// Draws the trajectories of the probe points, with bright end points: over time in one
  /// dimension, in the plane in two, and from slightly above in three.
  func drawFlow(_ cell: SweepBoard.Cell, into screen: inout Composition, in rect: Rect) {
    guard rect.width >= 2, rect.height >= 1 else { return }
    guard let picture = cell.space, picture.pointCount > 0, !picture.times.isEmpty else {
      screen.grid.write(
        "waiting", x: rect.x, y: rect.y + rect.height / 2, width: rect.width, alignment: .centre,
        style: Style(theme.dim))
      return
    }
    let paths = FlowPaths(picture)
    var canvas = Drawing(columns: rect.width, rows: rect.height)
    guard let place = paths.frame(wide: canvas.unitsWide, high: canvas.unitsHigh) else { return }
    // Few enough trails to stay apart.
    let trailCount = min(max(8, rect.width * rect.height / 25), 40)
    let stride = max(1, (paths.points + trailCount - 1) / trailCount)
    let size = rect.width * rect.height > 600 ? 2 : 1
    var marks: [(x: Int, y: Int, label: Float)] = []
    var trails: [Float: Trail] = [:]
    for point in 0..<paths.points {
      let label = point < picture.labels.count ? picture.labels[point] : 1
      let color = theme.color(label, picture.meaning)
      if point % stride == 0 {
        let trail = trails[label] ?? Trail(color, theme, fades: [0.76, 0.64, 0.5], layer: 0)
        trails[label] = trail
        for frame in 1..<max(1, paths.frames) {
          let (a, b) = (place(paths[frame - 1, point]), place(paths[frame, point]))
          canvas.line(
            a.x, a.y, b.x, b.y, trail.ink(frame, of: paths.frames - 1),
            gap: picture.isDiscrete || theme.isMono ? 2 : 0)
        }
      }
      let end = place(paths[paths.frames - 1, point])
      if theme.isMono || glyphs == .ascii {
        if end.x.isFinite, end.y.isFinite, abs(end.x) < 1e4, abs(end.y) < 1e4 {
          marks.append((Int(end.x) / 2, Int(end.y) / 4, label))
        }
      } else {
        canvas.blob(
          end.x, end.y, size: size, Ink(color, layer: 1, rank: label < 0 ? 1 : 0, bold: true))
      }
    }
    for mark in marks where canvas.bounds.contains(mark.x, mark.y) {
      canvas.put(
        theme.glyph(mark.label, picture.meaning), x: mark.x, y: mark.y,
        style: Style(theme.color(mark.label, picture.meaning), bold: true))
    }
    screen.place(canvas, x: rect.x, y: rect.y)
  }
}

/// The trajectories of a picture as points of a plane.
private struct FlowPaths {
  let picture: SpacePicture
  let points: Int
  let frames: Int
  private let axes: Int

  init(_ picture: SpacePicture) {
    self.picture = picture
    axes = min(max(picture.dimension, 1), 3)
    points = picture.pointCount
    frames = min(picture.times.count, picture.trajectories.count / max(1, points * axes))
  }

  /// The projected position of a point at a frame.
  subscript(frame: Int, point: Int) -> SIMD2<Float> {
    let start = (frame * points + point) * axes
    let x = picture.trajectories[start]
    guard axes > 1 else { return SIMD2(picture.times[frame], x) }
    let y = picture.trajectories[start + 1]
    guard axes > 2 else { return SIMD2(x, y) }
    // Turned by 30° about the third axis, seen from 25° above the plane of the first two.
    let (cosine, sine): (Float, Float) = (0.866, 0.5)
    let (across, depth) = (x * cosine - y * sine, x * sine + y * cosine)
    return SIMD2(across, depth * 0.423 + picture.trajectories[start + 2] * 0.906)
  }

  /// A map to the canvas that fits all trajectories; nil if nothing is finite.
  func frame(wide: Int, high: Int) -> ((SIMD2<Float>) -> (x: Float, y: Float))? {
    var low = SIMD2<Float>(repeating: .infinity)
    var top = -low
    for frame in 0..<frames {
      for point in 0..<points {
        let position = self[frame, point]
        guard position.x.isFinite, position.y.isFinite else { continue }
        low.replace(with: position, where: position .< low)
        top.replace(with: position, where: position .> top)
      }
    }
    guard low.x.isFinite, low.y.isFinite else { return nil }
    let room = SIMD2(Float(max(1, wide - 2)), Float(max(1, high - 2)))
    var scale =
      room
      / (top - low).clamped(
        lowerBound: SIMD2(repeating: 1e-6), upperBound: SIMD2(repeating: 1e9))
    if axes > 1 { scale = SIMD2(repeating: scale.min()) }
    let middle = (low + top) / 2
    return { point in
      let dot = (point - middle) * scale
      return (Float(wide) / 2 + dot.x, Float(high) / 2 - dot.y)
    }
  }
}
