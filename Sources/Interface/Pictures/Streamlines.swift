/// Evenly spaced streamlines of a field in the plane or in space, after B. Jobard and W. Lefer,
/// Creating evenly-spaced streamlines of arbitrary density, 1997 (doi:10.1007/978-3-7091-6876-9_5),
/// and, in space, O. Mattausch et al., Strategies for interactive exploration of 3D flow using
/// evenly-spaced illuminated streamlines, 2003 (doi:10.1145/984952.984987): a line begins beside an
/// existing one, at the separation from all others, and ends where it comes too near to another.
/// The same field gives the same lines.
struct Streamlines {
  struct Line: Equatable {
    /// `step` apart, in the direction of the field.
    var points: [SIMD3<Float>]
    /// The speed at each point.
    var strengths: [Float]
  }

  /// The least distance of two lines as a share of the separation; the paper's value for good
  /// quality.
  static let nearest: Float = 0.5

  /// In the order of their beginnings.
  private(set) var lines: [Line] = []
  /// The distance of a line's seed from all other lines.
  let separation: Float
  let step: Float

  private let field: LatticeField
  private var neighbours: Neighbours
  /// A weaker field counts as zero: it has no direction.
  private let least: Float

  /// Fills the field's lattice.
  ///
  /// - Complexity: O(volume / separation²), some microseconds for every ten units of line.
  init(of field: LatticeField, separation: Float, step: Float = 1) {
    (self.field, self.step) = (field, step)
    self.separation = max(separation, 4 * step)
    least = 1e-3 * field.greatest
    let (lower, upper) = (field.lower, field.upper)
    neighbours = Neighbours(lower, upper, reach: Self.nearest * self.separation)
    guard field.greatest > 0, (upper - lower).max() < 1e4 else { return }
    begin((lower + upper) / 2)
    // Begin more lines in regions that zeros of the field cut off.
    let counts = (upper - lower) / self.separation
    for z in 0...Int(counts.z) {
      for y in 0...Int(counts.y) {
        for x in 0...Int(counts.x) {
          let offset = (SIMD3(Float(x), Float(y), Float(z)) + 0.5) * self.separation
          begin(lower + pointwiseMin(offset, upper - lower))
        }
      }
    }
  }

  /// Draws a line through a place, then others beside it and beside those.
  private mutating func begin(_ place: SIMD3<Float>) {
    var next = lines.count
    draw(through: place)
    while next < lines.count {
      let line = lines[next]
      // Not every step: lines are further apart.
      for k in stride(from: 0, to: line.points.count, by: max(4, Int(separation / (3 * step)))) {
        let along = line.points[min(k + 1, line.points.count - 1)] - line.points[max(0, k - 1)]
        // In the plane one of these is across it, and leaves it.
        let least = (0..<3).reversed().min { abs(along[$0]) < abs(along[$1]) } ?? 2
        var axis = SIMD3<Float>.zero
        axis[least] = 1
        let first = along.cross(axis)
        for across in [first, along.cross(first)] where across.length > 0 {
          let way = across * (separation / across.length)
          draw(through: line.points[k] + way)
          draw(through: line.points[k] - way)
        }
      }
      next += 1
    }
  }

  private mutating func draw(through seed: SIMD3<Float>) {
    // Slightly less than the separation, against rounding.
    guard field.contains(seed), !neighbours.has(within: 0.999 * separation, of: seed),
      let first = flow(seed)
    else { return }
    let start = neighbours.count
    neighbours.add(seed, 0)
    let forward = way(from: seed, first, sign: 1)
    let back = way(from: seed, first, sign: -1)
    // A gap looks better than a stub.
    guard forward.points.count + back.points.count >= Int(2 * separation / step) else {
      neighbours.remove(downTo: start)
      return
    }
    neighbours.close()
    lines.append(
      Line(
        points: back.points.reversed() + [seed] + forward.points,
        strengths: back.strengths.reversed() + [first.strength] + forward.strengths))
  }

  /// From a seed along (`sign` 1) or against (−1) the field by the midpoint method, until the line
  /// leaves the field, or comes near another line or itself.
  private mutating func way(
    from seed: SIMD3<Float>, _ first: Flow, sign: Float
  ) -> (points: [SIMD3<Float>], strengths: [Float]) {
    var points: [SIMD3<Float>] = []
    var strengths: [Float] = []
    var (place, here) = (seed, first)
    // In a finite region every line leaves or comes near itself.
    for number in 1...4000 {
      guard let halfway = flow(place + here.direction * (sign * step / 2)) else { break }
      place += halfway.direction * (sign * step)
      guard field.contains(place), let there = flow(place),
        !neighbours.isNear(place, number: sign > 0 ? number : -number, loop: loop)
      else { break }
      neighbours.add(place, sign > 0 ? number : -number)
      points.append(place)
      strengths.append(there.strength)
      here = there
    }
    return (points, strengths)
  }

  /// Points of one line closer than this many steps do not count as a return to itself: half a turn
  /// round a circle as narrow as the least distance of lines.
  private var loop: Int { Int(1.6 * separation / step) }

  /// A direction of length 1, and the speed.
  private typealias Flow = (direction: SIMD3<Float>, strength: Float)

  private func flow(_ place: SIMD3<Float>) -> Flow? {
    guard let (value, speed) = field(place) else { return nil }
    let length = value.length
    guard length > least, length.isFinite else { return nil }
    return (value / length, speed)
  }
}

/// Finds points of lines near a place, in cells as wide as the least distance of two lines: the
/// cells around a place hold all that are nearer.
private struct Neighbours {
  private let side: Float
  private let lower: SIMD3<Float>
  private let cells: SIMD3<Int>
  /// The latest point of each cell, and the point before each in its cell; −1 for none.
  private var latest: [Int32]
  private var before: [Int32] = []
  private var points: [SIMD3<Float>] = []
  /// Steps from the seed along each point's line.
  private var numbers: [Int32] = []
  /// The first point of the line being drawn.
  private var open = 0

  var count: Int { points.count }

  init(_ lower: SIMD3<Float>, _ upper: SIMD3<Float>, reach: Float) {
    side = reach
    self.lower = lower
    let size = upper - lower
    let isUsable = size.min() >= 0 && size.max() < 1e4
    cells = isUsable ? SIMD3(truncatingIfNeeded: SIMD3<Int32>(size / reach)) &+ 1 : SIMD3(1, 1, 1)
    latest = Array(repeating: -1, count: cells.x * cells.y * cells.z)
  }

  private func cell(_ place: SIMD3<Float>) -> SIMD3<Int> {
    let cell = SIMD3<Int>(truncatingIfNeeded: SIMD3<Int32>((place - lower) / side))
    return pointwiseMin(pointwiseMax(cell, SIMD3(0, 0, 0)), cells &- 1)
  }

  private func index(_ cell: SIMD3<Int>) -> Int {
    (cell.z * cells.y + cell.y) * cells.x + cell.x
  }

  /// Adds a point to the line being drawn.
  mutating func add(_ place: SIMD3<Float>, _ number: Int) {
    let cell = index(cell(place))
    before.append(latest[cell])
    latest[cell] = Int32(points.count)
    points.append(place)
    numbers.append(Int32(number))
  }

  mutating func remove(downTo count: Int) {
    for k in (count..<points.count).reversed() { latest[index(cell(points[k]))] = before[k] }
    let excess = points.count - count
    points.removeLast(excess)
    before.removeLast(excess)
    numbers.removeLast(excess)
  }

  mutating func close() { open = points.count }

  func has(within distance: Float, of place: SIMD3<Float>) -> Bool {
    let reach = Int((distance / side).rounded(.up))
    return contains(place, reach) { _, square in square < distance * distance }
  }

  /// Whether a point of another line is too near, or one of this line at least `loop` steps from
  /// step `number`.
  func isNear(_ place: SIMD3<Float>, number: Int, loop: Int) -> Bool {
    contains(place, 1) { index, square in
      square < side * side && (index < open || abs(number - Int(numbers[index])) >= loop)
    }
  }

  @inline(__always)
  private func contains(
    _ place: SIMD3<Float>, _ reach: Int, where isMeant: (Int, Float) -> Bool
  ) -> Bool {
    let middle = cell(place)
    let (from, to) = (
      pointwiseMax(middle &- reach, SIMD3(0, 0, 0)), pointwiseMin(middle &+ reach, cells &- 1)
    )
    for z in from.z...to.z {
      for y in from.y...to.y {
        for x in from.x...to.x {
          var index = Int(latest[index(SIMD3(x, y, z))])
          while index >= 0 {
            let d = points[index] - place
            if isMeant(index, (d * d).sum()) { return true }
            index = Int(before[index])
          }
        }
      }
    }
    return false
  }
}

/// A field on a lattice with linear interpolation along each axis, in a plane (one site along z) or
/// in space.
struct LatticeField {
  private let size: SIMD3<Int>
  /// Vectors, with the speed as fourth component.
  private let values: [SIMD4<Float>]
  private let origin: SIMD3<Float>
  private let spacing: SIMD3<Float>

  let greatest: Float

  /// The box within which it is defined: the lattice, or a part of it.
  var lower: SIMD3<Float>
  var upper: SIMD3<Float>

  /// Vectors at the sites, the first axis fastest; nil for another number of vectors, or fewer than
  /// two sites along x or y.
  ///
  /// - Parameters:
  ///   - speeds: what `strengths` of lines are taken from.
  ///   - origin: the first site.
  ///   - spacing: to the next site along each axis.
  init?(
    _ vectors: [SIMD3<Float>], speeds: [Float], size: SIMD3<Int>, origin: SIMD3<Float>,
    spacing: SIMD3<Float>
  ) {
    guard size.x > 1, size.y > 1, size.z > 0, vectors.count == size.x * size.y * size.z,
      speeds.count == vectors.count, spacing.x > 0, spacing.y > 0, size.z == 1 || spacing.z > 0,
      (origin + spacing).sum().isFinite
    else { return nil }
    values = zip(vectors, speeds).map { SIMD4($0, $1) }
    (self.size, self.origin, self.spacing) = (size, origin, spacing)
    lower = origin
    upper = origin + spacing * SIMD3(Float(size.x - 1), Float(size.y - 1), Float(size.z - 1))
    greatest = vectors.map(\.length).filter(\.isFinite).max() ?? 0
  }

  func contains(_ place: SIMD3<Float>) -> Bool {
    all((place .>= lower) .& (place .<= upper))
  }

  /// The vector and the speed at a place; nil outside the lattice, NaN beside a site that has NaN.
  func callAsFunction(_ place: SIMD3<Float>) -> (SIMD3<Float>, Float)? {
    guard contains(place) else { return nil }
    let at = (place - origin) / spacing
    let (i, u) = Self.cell(at.x, size.x)
    let (j, v) = Self.cell(at.y, size.y)
    var value = plane(i, j, 0, u, v)
    if size.z > 1 {
      let (k, w) = Self.cell(at.z, size.z)
      let below = plane(i, j, k, u, v)
      value = below + (plane(i, j, k + 1, u, v) - below) * w
    }
    return (SIMD3(value.x, value.y, value.z), value.w)
  }

  /// The site before a place along an axis, and the rest of the way.
  private static func cell(_ at: Float, _ count: Int) -> (Int, Float) {
    let site = min(max(0, Int(at)), count - 2)
    return (site, at - Float(site))
  }

  private func plane(_ i: Int, _ j: Int, _ k: Int, _ u: Float, _ v: Float) -> SIMD4<Float> {
    let at = (k * size.y + j) * size.x + i
    let first = values[at] + (values[at + 1] - values[at]) * u
    let second = values[at + size.x] + (values[at + size.x + 1] - values[at + size.x]) * u
    return first + (second - first) * v
  }
}

extension SIMD3<Float> {
  fileprivate func cross(_ other: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(
      y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }
}
