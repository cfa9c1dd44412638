import Canvas
import LiveSession

/// The visible region of a space: least and greatest coordinate of each axis.
struct SpaceBounds: Sendable, Equatable {
  var lower: [Float]
  var upper: [Float]

  /// Around all trajectories, with a margin, at round numbers; −1…1 for an empty picture.
  init(_ picture: SpacePicture) {
    let axes = min(max(picture.dimension, 1), 3)
    lower = []
    upper = []
    for axis in 0..<axes {
      var low = axis < picture.lower.count ? picture.lower[axis] : -1
      var high = axis < picture.upper.count ? picture.upper[axis] : 1
      // A failed model has limits far out; clamping keeps its picture readable.
      if !(low.isFinite && high.isFinite && low <= high) { (low, high) = (-1, 1) }
      low = min(max(low, -1e6), 1e6)
      high = min(max(high, -1e6), 1e6)
      if axis == axes - 1 && picture.hasFloor { (low, high) = (min(low, 0), max(high, 0)) }
      let span = max(high - low, 0.5)
      let unit = Float(Ticks.step(atLeast: Double(span) / 10))
      if axis == 2 && picture.hasFloor {
        // Keep the third axis visible before the flow has lifted anything.
        let across = max(upper[0] - lower[0], upper[1] - lower[1])
        (low, high) = (min(low, -0.05 * across), max(high, 0.2 * across))
      }
      lower.append(((low - 0.03 * span) / unit).rounded(.down) * unit)
      upper.append(((high + 0.03 * span) / unit).rounded(.up) * unit)
    }
  }

  func half(_ axis: Int) -> Float { (upper[axis] - lower[axis]) / 2 }

  func middle(_ axis: Int) -> Float { (upper[axis] + lower[axis]) / 2 }

  /// Bounds at time t of the flow: around the data at 0, these bounds at 1, and in between as far
  /// as the points have come. The data fills the panel at t = 0, however far the flow goes.
  func followed(_ reader: SpaceReader, until t: Double) -> SpaceBounds {
    guard reader.frames > 1, !reader.picture.isDiscrete, reader.axes == lower.count,
      reader.picture.lower.count == reader.axes, reader.picture.upper.count == reader.axes
    else {
      return self
    }
    var picture = reader.picture
    let start = reader.hull(until: (0, 0))
    (picture.lower, picture.upper) = start
    let first = SpaceBounds(picture)
    let now = reader.hull(until: reader.moment(t))
    let end = (lower: reader.picture.lower, upper: reader.picture.upper)
    // The greatest share of their way out that points have covered.
    var share: Float = 0
    for axis in lower.indices {
      let span = max(end.upper[axis] - end.lower[axis], 1e-6)
      for (from, at, to) in [
        (start.lower[axis], now.lower[axis], end.lower[axis]),
        (start.upper[axis], now.upper[axis], end.upper[axis]),
      ] where abs(to - from) > 0.02 * span {
        share = max(share, (at - from) / (to - from))
      }
    }
    share = t >= 1 ? 1 : min(max(0, share), 1)
    var result = self
    for axis in lower.indices {
      result.lower[axis] = first.lower[axis] + (lower[axis] - first.lower[axis]) * share
      result.upper[axis] = first.upper[axis] + (upper[axis] - first.upper[axis]) * share
    }
    return result
  }

  /// Whether a point lies within, or hardly outside.
  func contains(_ point: SIMD3<Float>) -> Bool {
    lower.indices.allSatisfy { abs(point[$0] - middle($0)) <= 1.05 * half($0) }
  }

  /// Grows to hold other bounds.
  mutating func include(_ other: SpaceBounds) {
    guard other.lower.count == lower.count else { return }
    for axis in lower.indices {
      lower[axis] = min(lower[axis], other.lower[axis])
      upper[axis] = max(upper[axis], other.upper[axis])
    }
  }

  /// Grows to `wanted` at once, but shrinks only when a quarter of an axis is empty, so the picture
  /// does not tremble with every iteration.
  mutating func follow(_ wanted: SpaceBounds) {
    guard wanted.lower.count == lower.count else {
      self = wanted
      return
    }
    for axis in lower.indices {
      lower[axis] = min(lower[axis], wanted.lower[axis])
      upper[axis] = max(upper[axis], wanted.upper[axis])
      if wanted.half(axis) < 0.75 * half(axis) {
        lower[axis] = wanted.lower[axis]
        upper[axis] = wanted.upper[axis]
      }
    }
  }
}

struct BoundsKey: Sendable, Hashable {
  var panel: Panel
  var space: Int
}

extension DuelState {
  /// Adapts the bounds to new snapshots. Call it once for each.
  package mutating func observe(left: Snapshot?, right: Snapshot?) {
    for (panel, snapshot, run) in [
      (Panel.left, left, setup.run(.left)), (.right, right, setup.run(.right)),
    ] {
      guard let snapshot, snapshot.belongs(to: run) else { continue }
      pointing.plane = Pointing.InputFrame(
        extent: snapshot[.inputPoints].plane.extent, axes: snapshot[.inputPoints].plane.axes.count)
      for (index, picture) in snapshot[.spaces].enumerated() {
        let (key, wanted) = (BoundsKey(panel: panel, space: index), SpaceBounds(picture))
        if playback.isPaused { bounds[key] = wanted }
        bounds[key, default: wanted].follow(wanted)
      }
    }
  }

  /// The index of the chosen projection.
  func spaceIndex(_ snapshot: Snapshot) -> Int {
    snapshot[.spaces].isEmpty ? 0 : navigation.projectionIndex % snapshot[.spaces].count
  }

  /// The region of a picture's space to draw. While training is paused it depends on the picture
  /// alone, not on what was drawn before: the same live and in a recording.
  func bounds(of picture: SpacePicture, _ panel: Panel, space: Int) -> SpaceBounds {
    let axes = min(max(picture.dimension, 1), 3)
    if !playback.isPaused, let kept = bounds[BoundsKey(panel: panel, space: space)],
      kept.lower.count == axes
    {
      return kept
    }
    return SpaceBounds(picture)
  }
}
