import Canvas
import LiveSession
import Math

/// The visible region of a space: least and greatest coordinate of each axis.
struct SpaceBounds: Sendable, Equatable {
  var lower: [Float]
  var upper: [Float]
  /// In space, the outermost position in each of `directions`: what a circling camera has to show.
  private(set) var corners: [SIMD3<Float>] = []

  private static let directions: [SIMD3<Float>] =
    [SIMD3(0, 0, 1), SIMD3(0, 0, -1)]
    + [Float(-1), 0, 1].flatMap { up in
      (0..<12).map { step in
        let angle = Float(step) / 6 * .pi
        return SIMD3(Elementary.cos(angle), Elementary.sin(angle), up)
      }
    }

  /// The part of a flow that a picture shows at time t.
  enum Part {
    /// The way until t: points with their trails.
    case until
    /// The states at t alone: lines, features.
    case at
    /// The way from t on: the reverse solve.
    case from
  }

  /// Around all trajectories; −1…1 for an empty picture.
  init(_ picture: SpacePicture) {
    let reader = SpaceReader(picture)
    self.init(reader, (picture.lower, picture.upper), 0..<reader.frames, nil)
  }

  private init(_ reader: SpaceReader, _ part: Part, _ t: Double) {
    let moment = reader.moment(t)
    let frames =
      switch part {
      case .until: 0..<moment.frame + 1
      case .at: moment.frame..<moment.frame
      case .from: moment.frame + 1..<max(moment.frame + 1, reader.frames)
      }
    self.init(reader, reader.hull(of: frames, and: moment), frames, moment)
  }

  /// - Parameters:
  ///   - hull: least and greatest positions in `frames` and at `moment`.
  private init(
    _ reader: SpaceReader, _ hull: (lower: [Float], upper: [Float]), _ frames: Range<Int>,
    _ moment: (frame: Int, fraction: Float)?
  ) {
    let (lows, highs) = hull
    (lower, upper) = ([], [])
    for axis in 0..<reader.axes {
      var low = axis < lows.count ? lows[axis] : -1
      var high = axis < highs.count ? highs[axis] : 1
      // A failed model has limits far out; clamping keeps its picture readable.
      if !(low.isFinite && high.isFinite && low <= high) { (low, high) = (-1, 1) }
      low = min(max(low, -1e6), 1e6)
      high = min(max(high, -1e6), 1e6)
      if axis == reader.axes - 1 && reader.picture.hasFloor {
        (low, high) = (min(low, 0), max(high, 0))
      }
      if axis == 2 && reader.picture.hasFloor {
        // Keep the third axis visible before the flow has lifted anything.
        let across = max(upper[0] - lower[0], upper[1] - lower[1])
        (low, high) = (min(low, -0.05 * across), max(high, 0.2 * across))
      }
      let spare = max(0, 0.1 - (high - low)) / 2
      lower.append(low - spare)
      upper.append(high + spare)
    }
    guard lower.count == 3 else { return }
    let (middle, half) = (box.middle, box.half)
    var reaches = Array(repeating: -Float.infinity, count: Self.directions.count)
    corners = Array(repeating: middle, count: Self.directions.count)
    func widen(to position: SIMD3<Float>) {
      guard position.x.isFinite, position.y.isFinite, position.z.isFinite else { return }
      let place = position.clamped(lowerBound: middle - half, upperBound: middle + half)
      let share = (place - middle) / half
      for (k, direction) in Self.directions.enumerated() {
        let reach = (share * direction).sum()
        if reach > reaches[k] { (reaches[k], corners[k]) = (reach, place) }
      }
    }
    guard reader.frames > 0, reader.points > 0 else {
      for k in 0..<8 {
        let side = SIMD3<Float>(k & 1 == 0 ? -1 : 1, k & 2 == 0 ? -1 : 1, k & 4 == 0 ? -1 : 1)
        widen(to: middle + half * side)
      }
      return
    }
    // Paths are smooth: some of their positions do.
    for frame in frames where (frames.upperBound - 1 - frame) % max(1, frames.count / 12) == 0 {
      for point in 0..<reader.points { widen(to: reader.position(frame, point)) }
    }
    if let moment {
      for point in 0..<reader.points { widen(to: reader.position(at: moment, point)) }
    }
  }

  /// The middle and half the size of a box in space.
  private var box: (middle: SIMD3<Float>, half: SIMD3<Float>) {
    (SIMD3(middle(0), middle(1), middle(2)), SIMD3(half(0), half(1), half(2)))
  }

  func half(_ axis: Int) -> Float { (upper[axis] - lower[axis]) / 2 }

  func middle(_ axis: Int) -> Float { (upper[axis] + lower[axis]) / 2 }

  /// The height of the floor: where an added dimension starts, or the mean of the states.
  var ground: Float { min(max(0, lower[2]), upper[2]) }

  /// The greatest distance of the content from the upright axis through the middle.
  var radius: Float {
    let squares = corners.map { corner in
      let (x, y) = (corner.x - middle(0), corner.y - middle(1))
      return x * x + y * y
    }
    return max(squares.max() ?? 0, 1e-6).squareRoot()
  }

  /// Bounds at time t of the flow: around what is drawn then, with as large a share left free as
  /// these bounds leave around the whole flow. The data fills the panel at t = 0, however far the
  /// flow goes.
  func followed(_ reader: SpaceReader, _ part: Part, _ t: Double) -> SpaceBounds {
    guard reader.frames > 1, reader.points > 0, reader.axes == lower.count,
      reader.picture.lower.count == reader.axes, reader.picture.upper.count == reader.axes
    else {
      return self
    }
    let whole = (lower: reader.picture.lower, upper: reader.picture.upper)
    var result = SpaceBounds(reader, part, t)
    var spare: Float = 1
    for axis in lower.indices {
      let span = max(whole.upper[axis] - whole.lower[axis], 0.1)
      let share = 2 * result.half(axis) / span
      if !(axis == lower.count - 1 && reader.picture.hasFloor) {
        spare = max(spare, min(1 / Self.full, 2 * half(axis) / span))
      }
      result.lower[axis] -= max(0, whole.lower[axis] - lower[axis]) * share
      result.upper[axis] += max(0, upper[axis] - whole.upper[axis]) * share
    }
    guard lower.count == 3 else { return result }
    let middle = result.box.middle
    result.corners = result.corners.map { middle + ($0 - middle) * spare }
    return result
  }

  /// Somewhat larger bounds, within which the field is drawn.
  var surroundings: SpaceBounds {
    var result = self
    let margin = 0.3 * (lower.indices.map(half).max() ?? 0)
    for axis in lower.indices {
      result.lower[axis] -= margin
      result.upper[axis] += margin
    }
    return result
  }

  func contains(_ point: SIMD3<Float>) -> Bool {
    lower.indices.allSatisfy { point[$0] >= lower[$0] && point[$0] <= upper[$0] }
  }

  /// Grows to hold other bounds.
  mutating func include(_ other: SpaceBounds) {
    guard other.lower.count == lower.count else { return }
    for axis in lower.indices {
      lower[axis] = min(lower[axis], other.lower[axis])
      upper[axis] = max(upper[axis], other.upper[axis])
    }
    for k in corners.indices where reach(other.corners[k], k) > reach(corners[k], k) {
      corners[k] = other.corners[k]
    }
  }

  /// How far a position is from the middle in a direction, in half sizes of the box.
  private func reach(_ position: SIMD3<Float>, _ direction: Int) -> Float {
    ((position - box.middle) / box.half * Self.directions[direction]).sum()
  }

  /// Grows to `wanted` at once, but shrinks only when a twentieth of an axis is empty, and then
  /// slowly, so the picture does not tremble with every iteration.
  mutating func follow(_ wanted: SpaceBounds) {
    guard wanted.lower.count == lower.count else {
      self = wanted
      return
    }
    for axis in lower.indices {
      // Growing a little further makes growth rarer.
      let spare = 0.01 * wanted.half(axis)
      if wanted.half(axis) < Self.full * half(axis) {
        lower[axis] += Self.pace * (wanted.lower[axis] - lower[axis])
        upper[axis] += Self.pace * (wanted.upper[axis] - upper[axis])
      }
      if wanted.lower[axis] < lower[axis] { lower[axis] = wanted.lower[axis] - spare }
      if wanted.upper[axis] > upper[axis] { upper[axis] = wanted.upper[axis] + spare }
    }
    for k in corners.indices {
      let (kept, needed) = (reach(corners[k], k), reach(wanted.corners[k], k))
      if needed > kept {
        corners[k] = box.middle + 1.01 * (wanted.corners[k] - box.middle)
      } else if needed < Self.full * kept {
        corners[k] += Self.pace * (wanted.corners[k] - corners[k])
      }
    }
  }

  /// The share of kept bounds that content fills at least, once they have shrunk.
  private static let full: Float = 0.94
  /// The share of the way to smaller bounds for each snapshot.
  private static let pace: Float = 0.1
}

struct BoundsKey: Sendable, Hashable {
  var panel: Panel
  /// The pictures that these bounds hold.
  var part: SnapshotPart
  var space: Int
}

extension DuelState {
  /// Adapts the bounds to new snapshots. Call it once for each.
  package mutating func observe(left: Snapshot?, right: Snapshot?) {
    for (side, snapshot) in [(Side.left, left), (.right, right)] {
      // Another run of the other program has taken the place of the one that was shown.
      guard let next = snapshot?.watched, let old = setup[side].watched, next.id != old.id else {
        continue
      }
      setup.watch(next, side)
      didRestart(side)
      history.forget()
      say("\(side == .left && setup.isAlone ? "" : "\(side.rawValue): ")a new run: \(next.title)")
    }
    for (panel, snapshot, run) in [
      (Panel.left, left, setup.run(.left)), (.right, right, setup.run(.right)),
    ] {
      guard let snapshot, snapshot.belongs(to: run) else { continue }
      pointing.plane = Pointing.InputFrame(
        extent: snapshot[.inputPoints].plane.extent, axes: snapshot[.inputPoints].plane.axes.count)
      // Others keep what they had when they were last shown.
      let shown = panel.side.map(parts) ?? []
      for probe in [Probe.spaces, .grids, .bands, .reverseSolve]
      where probe.part == Probe.spaces.part || shown.contains(probe.part) {
        for (index, picture) in snapshot[probe].enumerated() {
          let key = BoundsKey(panel: panel, part: probe.part, space: index)
          let wanted = SpaceBounds(picture)
          if playback.isAtRest { bounds[key] = wanted }
          bounds[key, default: wanted].follow(wanted)
        }
      }
    }
  }

  /// The index of the chosen projection.
  func spaceIndex(_ snapshot: Snapshot) -> Int {
    snapshot[.spaces].isEmpty ? 0 : navigation.projectionIndex % snapshot[.spaces].count
  }

  /// The region of a picture's space to draw. While training is paused it depends on the picture
  /// alone, not on what was drawn before: the same live and in a recording.
  func bounds(
    of picture: SpacePicture, _ panel: Panel, space: Int,
    from probe: Probe<[SpacePicture]> = .spaces
  ) -> SpaceBounds {
    let axes = min(max(picture.dimension, 1), 3)
    let key = BoundsKey(panel: panel, part: probe.part, space: space)
    if !playback.isAtRest, let kept = bounds[key], kept.lower.count == axes {
      return kept
    }
    return SpaceBounds(picture)
  }
}
