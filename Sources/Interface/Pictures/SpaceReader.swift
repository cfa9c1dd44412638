import Canvas
import Math
import LiveSession

/// Reads a picture of a space: positions and field at any time, whatever the lengths of its arrays.
/// What a picture promises and does not hold is simply not there.
struct SpaceReader {
  let picture: SpacePicture
  /// Axes, 1…3.
  let axes: Int
  /// Frames that are complete.
  let frames: Int
  let points: Int
  /// Lattice sites.
  let sites: Int
  /// Slices of the field that are complete.
  let slices: Int

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

  /// Target of a point; +1 where it is not given.
  func label(_ point: Int) -> Float { point < picture.labels.count ? picture.labels[point] : 1 }

  /// Does a point stand beside those that are learned?
  func isBeside(_ point: Int) -> Bool {
    point < picture.isBeside.count && picture.isBeside[point]
  }

  /// The points in the order in which they are drawn: those beside the learned ones lie below.
  var drawnPoints: [Int] {
    picture.isBeside.isEmpty
      ? Array(0..<points)
      : (0..<points).filter(isBeside) + (0..<points).filter { !isBeside($0) }
  }

  /// A coordinate of a point in a frame.
  func position(_ frame: Int, _ point: Int, _ axis: Int) -> Float {
    picture.trajectories[(frame * points + point) * axes + axis]
  }

  /// A point in a frame; axes that the picture does not have are 0.
  func position(_ frame: Int, _ point: Int) -> SIMD3<Float> {
    let start = (frame * points + point) * axes
    var result = SIMD3<Float>.zero
    for axis in 0..<axes { result[axis] = picture.trajectories[start + axis] }
    return result
  }

  /// The last frame at or before time `t`, and how far t is on the way to the next one (a discrete
  /// picture: 0).
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

  /// Where a point is at a moment.
  func position(at moment: (frame: Int, fraction: Float), _ point: Int) -> SIMD3<Float> {
    let here = position(moment.frame, point)
    guard moment.fraction > 0, moment.frame + 1 < frames else { return here }
    return here + (position(moment.frame + 1, point) - here) * moment.fraction
  }

  /// Least and greatest coordinates from the start to a moment.
  func hull(until moment: (frame: Int, fraction: Float)) -> (lower: [Float], upper: [Float]) {
    var lower = Array(repeating: Float.infinity, count: axes)
    var upper = Array(repeating: -Float.infinity, count: axes)
    // Each axis by itself over all that has been, for this is done for every frame.
    for axis in 0..<axes {
      var (low, high) = (Float.infinity, -Float.infinity)
      let count = min((moment.frame + 1) * points * axes, picture.trajectories.count)
      picture.trajectories.withUnsafeBufferPointer { all in
        for index in stride(from: axis, to: count, by: axes) where all[index].isFinite {
          low = min(low, max(all[index], -50))
          high = max(high, min(all[index], 50))
        }
      }
      if moment.fraction > 0 {
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

  /// How many times what is in the picture the lattice spans, along its longest axis: 1 when all of
  /// it is seen.
  func latticeSpans(_ bounds: SpaceBounds) -> Float {
    guard sites > 1 else { return 1 }
    let (first, last) = (site(0), site(sites - 1))
    let spans = (0..<axes).map { (last[$0] - first[$0]) / max(2 * bounds.half($0), 1e-6) }
    return min(max(1, spans.max() ?? 1), 8)
  }

  /// Where a site of the lattice is.
  func site(_ index: Int) -> SIMD3<Float> {
    var result = SIMD3<Float>.zero
    for axis in 0..<axes { result[axis] = picture.lattice[index * axes + axis] }
    return result
  }

  /// The field at every site at time `t`, between two slices in proportion (a discrete picture: the
  /// block's own).
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

  /// The sites to draw: every one, or evenly fewer along each axis so that none has more than
  /// `most`.
  func thinned(most: Int) -> [Int] {
    let shape = picture.latticeShape
    guard shape.count == axes, shape.allSatisfy({ $0 > 0 }), shape.reduce(1, *) == sites else {
      return Array(stride(from: 0, to: sites, by: max(1, sites / 400)))
    }
    let strides = shape.map { max(1, ($0 + most - 1) / max(1, most)) }
    return (0..<sites).filter { index in
      var rest = index
      for (size, step) in zip(shape, strides) {
        // Centred, so that thinning leaves the same margin at both ends.
        if (rest % size) % step != ((size - 1) % step) / 2 { return false }
        rest /= size
      }
      return true
    }
  }

  /// The points whose trajectories are drawn: so many that they are strands with the field between
  /// them, not a carpet, evenly from the list.
  func strands(cells: Int) -> StrideTo<Int> {
    let most = max(24, cells / 14)
    return stride(from: 0, to: points, by: max(1, (points + most - 1) / most))
  }

  /// The length that counts as long for a set of field values: the 90th of 100, since a few
  /// extremes say nothing.
  static func reference(_ lengths: [Float]) -> Float {
    let sorted = lengths.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return 0 }
    return sorted[sorted.count * 9 / 10]
  }

  /// Walks the way of a point until a moment, from frame to frame.
  ///
  /// - Parameters:
  ///   - hasLast: is the piece from the last frame on walked even where it has no length?
  ///   - place: where the point is in a picture, from the time and its position.
  ///   - piece: gets both ends of a piece and the number of the frame that it ends at.
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

  /// The time of a moment.
  func time(of moment: (frame: Int, fraction: Float)) -> Float {
    let from = picture.times[moment.frame]
    let next = picture.times[min(moment.frame + 1, picture.times.count - 1)]
    return from + (next - from) * moment.fraction
  }

  /// Name of an axis.
  func axisName(_ axis: Int) -> String {
    axis < picture.axisNames.count ? picture.axisNames[axis] : ""
  }
}

extension SIMD3<Float> {
  var length: Float { (self * self).sum().squareRoot() }
}

extension SpaceReader {
  /// The winding number of two advected curves at a time; nil where it is not known.
  func winding(at time: Double) -> Float? { winding(moment(time)) }

  /// The winding number of the last curve round the points of the first, of the curves as they are
  /// drawn: the middle one of those round some of its points, for one that lies within a chord's
  /// error of the curve says nothing. nil when a point is not finite.
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
