import Canvas
import Math
import LiveSession

/// Positions and field of a picture at any time. Incomplete frames and slices are ignored.
struct SpaceReader {
  let picture: SpacePicture
  /// 1…3.
  let axes: Int
  /// Complete frames.
  let frames: Int
  let points: Int
  let sites: Int
  /// Complete slices of the field.
  let slices: Int

  /// Whether points, but not lines, have a shadow on the floor.
  var hasShadow: Bool { picture.hasFloor && points > 0 && picture.lineLengths.isEmpty }

  init(_ picture: SpacePicture) {
    self.picture = picture
    axes = min(max(picture.dimension, 1), 3)
    points = max(0, picture.pointCount)
    let frameSize = points * axes
    frames = frameSize == 0 ? 0 : min(picture.times.count, picture.trajectories.count / frameSize)
    sites = picture.lattice.count / axes
    let sliceSize = sites * axes
    slices = sliceSize == 0 ? 0 : min(picture.fieldTimes.count, picture.field.count / sliceSize)
  }

  /// +1 if missing.
  func label(_ point: Int) -> Float { point < picture.labels.count ? picture.labels[point] : 1 }

  /// Whether a point is shown beside the learned ones.
  func isBeside(_ point: Int) -> Bool {
    point < picture.isBeside.count && picture.isBeside[point]
  }

  /// In the order of drawing: points beside the learned ones lie below them.
  var drawnPoints: [Int] {
    picture.isBeside.isEmpty
      ? Array(0..<points)
      : (0..<points).filter(isBeside) + (0..<points).filter { !isBeside($0) }
  }

  func position(_ frame: Int, _ point: Int, _ axis: Int) -> Float {
    picture.trajectories[(frame * points + point) * axes + axis]
  }

  /// Missing axes are 0.
  func position(_ frame: Int, _ point: Int) -> SIMD3<Float> {
    SIMD3(picture.trajectories, at: (frame * points + point) * axes, axes: axes)
  }

  /// The last frame at or before time `t`, and the fraction of the way to the next one (0 in a
  /// discrete picture).
  func moment(_ t: Double) -> (frame: Int, fraction: Float) {
    guard frames > 0 else { return (0, 0) }
    let t = Float(t)
    var frame = 0
    while frame + 1 < frames && picture.times[frame + 1] <= t + 1e-6 { frame += 1 }
    guard !picture.isDiscrete, frame + 1 < frames else { return (frame, 0) }
    let from = picture.times[frame]
    let gap = picture.times[frame + 1] - from
    return (frame, gap > 0 ? min(max(0, (t - from) / gap), 1) : 0)
  }

  func position(at moment: (frame: Int, fraction: Float), _ point: Int) -> SIMD3<Float> {
    let here = position(moment.frame, point)
    guard moment.fraction > 0, moment.frame + 1 < frames else { return here }
    return here + (position(moment.frame + 1, point) - here) * moment.fraction
  }

  /// Least and greatest coordinates in some frames and at a moment, within ±50.
  func hull(
    of frames: Range<Int>, and moment: (frame: Int, fraction: Float)
  ) -> (lower: [Float], upper: [Float]) {
    var lower = Array(repeating: Float.infinity, count: axes)
    var upper = Array(repeating: -Float.infinity, count: axes)
    // Each axis by itself: this runs for every frame.
    for axis in 0..<axes {
      var (low, high) = (Float.infinity, -Float.infinity)
      let size = points * axes
      let end = min(frames.upperBound * size, picture.trajectories.count)
      picture.trajectories.withUnsafeBufferPointer { all in
        for index in stride(from: frames.lowerBound * size + axis, to: end, by: axes)
        where all[index].isFinite {
          low = min(low, max(all[index], -50))
          high = max(high, min(all[index], 50))
        }
      }
      if self.frames > 0 {
        for point in 0..<points {
          let x = position(at: moment, point)[axis]
          guard x.isFinite else { continue }
          low = min(low, max(x, -50))
          high = max(high, min(x, 50))
        }
      }
      (lower[axis], upper[axis]) = (low, high)
    }
    for axis in 0..<axes where lower[axis] > upper[axis] { (lower[axis], upper[axis]) = (-1, 1) }
    return (lower, upper)
  }

  /// How many times longer the lattice is than the bounds, 1…8, along the axis where it is most.
  func latticeSpans(_ bounds: SpaceBounds) -> Float {
    guard sites > 1 else { return 1 }
    let (first, last) = (site(0), site(sites - 1))
    let spans = (0..<axes).map { (last[$0] - first[$0]) / max(2 * bounds.half($0), 1e-6) }
    return min(max(1, spans.max() ?? 1), 8)
  }

  func site(_ index: Int) -> SIMD3<Float> {
    SIMD3(picture.lattice, at: index * axes, axes: axes)
  }

  /// The field at every site at time `t`, interpolated between slices (not in a discrete picture).
  func field(at t: Double) -> [SIMD3<Float>] {
    guard slices > 0 else { return [] }
    let t = Float(t)
    var slice = 0
    while slice + 1 < slices && picture.fieldTimes[slice + 1] <= t + 1e-6 { slice += 1 }
    var fraction: Float = 0
    if !picture.isDiscrete && slice + 1 < slices {
      let gap = picture.fieldTimes[slice + 1] - picture.fieldTimes[slice]
      if gap > 0 { fraction = min(max(0, (t - picture.fieldTimes[slice]) / gap), 1) }
    }
    let size = sites * axes
    return (0..<sites).map { index in
      var value = SIMD3<Float>.zero
      for axis in 0..<axes {
        let a = picture.field[slice * size + index * axes + axis]
        guard fraction > 0 else {
          value[axis] = a
          continue
        }
        value[axis] = a + (picture.field[(slice + 1) * size + index * axes + axis] - a) * fraction
      }
      return value
    }
  }

  /// Sites to draw: all, or evenly fewer, at most `most` along each axis.
  func thinned(most: Int) -> [Int] {
    let shape = picture.latticeShape
    guard shape.count == axes, shape.allSatisfy({ $0 > 0 }), shape.reduce(1, *) == sites else {
      return Array(stride(from: 0, to: sites, by: max(1, sites / 400)))
    }
    let strides = shape.map { max(1, ($0 + most - 1) / max(1, most)) }
    return (0..<sites).filter { index in
      var rest = index
      for (size, step) in zip(shape, strides) {
        // Centred: thinning leaves the same margin at both ends.
        if (rest % size) % step != ((size - 1) % step) / 2 { return false }
        rest /= size
      }
      return true
    }
  }

  /// Points whose trajectories are drawn: an even choice that leaves the field visible.
  func strands(cells: Int) -> StrideTo<Int> {
    let most = max(24, cells / 14)
    return stride(from: 0, to: points, by: max(1, (points + most - 1) / most))
  }

  /// The 90th percentile, which ignores a few extremes.
  static func reference(_ lengths: [Float]) -> Float {
    let sorted = lengths.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return 0 }
    return sorted[sorted.count * 9 / 10]
  }

  /// Walks the path of a point until a moment, from frame to frame.
  ///
  /// - Parameters:
  ///   - hasLast: walk the piece after the last frame even if it has no length.
  ///   - place: from the time and position to a place in a picture.
  ///   - piece: gets both ends of a piece and the number of the frame at its end.
  func walk(
    _ point: Int, until moment: (frame: Int, fraction: Float), hasLast: Bool = false,
    _ place: (Float, SIMD3<Float>) -> SpacePainter.Place,
    piece: (SpacePainter.Place, SpacePainter.Place, Int) -> Void
  ) {
    var from = place(picture.times[0], position(0, point))
    for number in 1..<max(2, moment.frame + 2) {
      let isLast = number > moment.frame
      if isLast && !hasLast && moment.fraction <= 0 { break }
      let to =
        isLast
        ? place(time(of: moment), position(at: moment, point))
        : place(picture.times[number], position(number, point))
      piece(from, to, number)
      from = to
    }
  }

  func time(of moment: (frame: Int, fraction: Float)) -> Float {
    let from = picture.times[moment.frame]
    let next = picture.times[min(moment.frame + 1, picture.times.count - 1)]
    return from + (next - from) * moment.fraction
  }

  func axisName(_ axis: Int) -> String {
    axis < picture.axisNames.count ? picture.axisNames[axis] : ""
  }
}

extension SIMD3<Float> {
  /// The `axes` numbers (1…3) from `start` on; missing axes are 0.
  @inline(__always) init(_ numbers: [Float], at start: Int, axes: Int) {
    self = .zero
    for axis in 0..<axes { self[axis] = numbers[start + axis] }
  }

  var length: Float { (self * self).sum().squareRoot() }
}

extension SpaceReader {
  func winding(at time: Double) -> Float? { winding(moment(time)) }

  /// The winding number of the last drawn curve round the first: the median over some of the first
  /// curve's points, since one within a chord's error of the last curve gives a wrong number. nil
  /// if a point is not finite.
  func winding(_ moment: (frame: Int, fraction: Float)) -> Float? {
    let lengths = picture.lineLengths
    guard lengths.count == 2, lengths[0] > 0, lengths[0] + lengths[1] <= points else {
      return nil
    }
    let count = min(9, lengths[0])
    let numbers = (0..<count).compactMap { k in
      winding(moment, round: position(at: moment, k * lengths[0] / count), lengths)
    }
    return numbers.count == count ? numbers.sorted()[count / 2] : nil
  }

  private func winding(
    _ moment: (frame: Int, fraction: Float), round middle: SIMD3<Float>, _ lengths: [Int]
  ) -> Float? {
    var total: Float = 0
    var last: Float?
    for k in lengths[0]..<lengths[0] + lengths[1] {
      let d = position(at: moment, k) - middle
      let angle = Elementary.atan2(d.y, d.x)
      guard angle.isFinite else { return nil }
      if let last {
        var turn = angle - last
        if turn > .pi { turn -= 2 * .pi }
        if turn < -.pi { turn += 2 * .pi }
        total += turn
      }
      last = angle
    }
    return (total / (2 * .pi)).rounded()
  }
}
