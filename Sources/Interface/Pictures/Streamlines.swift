/// Evenly spaced streamlines of a plane field, after B. Jobard and W. Lefer, Creating
/// evenly-spaced streamlines of arbitrary density, 1997 (doi:10.1007/978-3-7091-6876-9_5): a line
/// begins beside an existing one, at the separation from all others, and ends where it comes too
/// near to another. Places are in the units of a drawing. The same field gives the same lines.
struct Streamlines {
  struct Line: Equatable {
    /// `step` apart, in the direction of the field.
    var points: [SIMD2<Float>]
    /// The field's length at each point.
    var strengths: [Float]
  }

  static let step: Float = 1
  /// The least distance of two lines as a share of the separation; the paper's value for good
  /// quality.
  static let nearest: Float = 0.5

  /// In the order of their beginnings.
  private(set) var lines: [Line] = []
  /// The distance of a line's seed from all other lines.
  let separation: Float

  private let field: LatticeField
  private let size: SIMD2<Float>
  private var neighbours: Neighbours
  /// A weaker field counts as zero: it has no direction.
  private let least: Float

  /// Fills the rectangle from 0 to `size`.
  ///
  /// - Complexity: O(area / separation), some microseconds for every ten units of line.
  init(of field: LatticeField, within size: SIMD2<Float>, separation: Float) {
    self.field = field
    self.size = size
    self.separation = max(separation, 4 * Self.step)
    least = 1e-3 * field.greatest
    neighbours = Neighbours(size: size, reach: Self.nearest * self.separation)
    guard field.greatest > 0, size.x > 0, size.y > 0, size.x < 1e4, size.y < 1e4 else { return }
    begin(size / 2)
    // Begin more lines in regions that zeros of the field cut off.
    var y = self.separation / 2
    while y < size.y {
      var x = self.separation / 2
      while x < size.x {
        begin(SIMD2(x, y))
        x += self.separation
      }
      y += self.separation
    }
  }

  /// Draws a line through a place, then others beside it and beside those.
  private mutating func begin(_ place: SIMD2<Float>) {
    var next = lines.count
    draw(through: place)
    while next < lines.count {
      let line = lines[next]
      // Every fourth step is enough: lines are further apart.
      for k in stride(from: 0, to: line.points.count, by: 4) {
        let ahead = line.points[min(k + 1, line.points.count - 1)]
        let along = ahead - line.points[max(0, k - 1)]
        let length = (along * along).sum().squareRoot()
        guard length > 0 else { continue }
        let across = SIMD2(-along.y, along.x) / length * separation
        draw(through: line.points[k] + across)
        draw(through: line.points[k] - across)
      }
      next += 1
    }
  }

  private mutating func draw(through seed: SIMD2<Float>) {
    // Slightly less than the separation, against rounding.
    guard contains(seed), !neighbours.has(within: 0.999 * separation, of: seed),
      let first = flow(seed)
    else { return }
    let start = neighbours.count
    neighbours.add(seed, 0)
    let forward = way(from: seed, first, sign: 1)
    let back = way(from: seed, first, sign: -1)
    // A gap looks better than a stub.
    guard forward.points.count + back.points.count >= Int(2 * separation / Self.step) else {
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
  /// leaves the picture or the field, or comes near another line or itself.
  private mutating func way(
    from seed: SIMD2<Float>, _ first: Flow, sign: Float
  ) -> (points: [SIMD2<Float>], strengths: [Float]) {
    var points: [SIMD2<Float>] = []
    var strengths: [Float] = []
    var (place, here) = (seed, first)
    // In a finite area every line leaves or comes near itself.
    let most = Int(size.x * size.y)
    for number in 1...max(1, most) {
      guard let halfway = flow(place + here.direction * (sign * Self.step / 2)) else { break }
      place += halfway.direction * (sign * Self.step)
      guard contains(place), let there = flow(place),
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
  private var loop: Int { Int(1.6 * separation / Self.step) }

  private func contains(_ place: SIMD2<Float>) -> Bool {
    place.x >= 0 && place.y >= 0 && place.x < size.x && place.y < size.y
  }

  /// A direction of length 1, and the field's length.
  private typealias Flow = (direction: SIMD2<Float>, strength: Float)

  private func flow(_ place: SIMD2<Float>) -> Flow? {
    guard let value = field(place) else { return nil }
    let square = (value * value).sum()
    guard square > least * least, square.isFinite else { return nil }
    let strength = square.squareRoot()
    return (value / strength, strength)
  }
}

/// Finds points of lines near a place, in cells as wide as the least distance of two lines: nine
/// cells hold all that are nearer.
private struct Neighbours {
  private let side: Float
  private let wide: Int
  private let high: Int
  /// The latest point of each cell, and the point before each in its cell; −1 for none.
  private var latest: [Int32]
  private var before: [Int32] = []
  private var points: [SIMD2<Float>] = []
  /// Steps from the seed along each point's line.
  private var numbers: [Int32] = []
  /// The first point of the line being drawn.
  private var open = 0

  var count: Int { points.count }

  init(size: SIMD2<Float>, reach: Float) {
    side = reach
    let isUsable = size.x > 0 && size.y > 0 && size.x < 1e4 && size.y < 1e4
    wide = isUsable ? Int(size.x / reach) + 1 : 1
    high = isUsable ? Int(size.y / reach) + 1 : 1
    latest = Array(repeating: -1, count: wide * high)
  }

  private func cell(_ place: SIMD2<Float>) -> (x: Int, y: Int) {
    (min(max(0, Int(place.x / side)), wide - 1), min(max(0, Int(place.y / side)), high - 1))
  }

  /// Adds a point to the line being drawn.
  mutating func add(_ place: SIMD2<Float>, _ number: Int) {
    let (x, y) = cell(place)
    before.append(latest[y * wide + x])
    latest[y * wide + x] = Int32(points.count)
    points.append(place)
    numbers.append(Int32(number))
  }

  mutating func remove(downTo count: Int) {
    while points.count > count {
      let (x, y) = cell(points.removeLast())
      latest[y * wide + x] = before.removeLast()
      numbers.removeLast()
    }
  }

  mutating func close() { open = points.count }

  func has(within distance: Float, of place: SIMD2<Float>) -> Bool {
    let reach = Int((distance / side).rounded(.up))
    return contains(place, reach) { _, square in square < distance * distance }
  }

  /// Whether a point of another line is too near, or one of this line at least `loop` steps from
  /// step `number`.
  func isNear(_ place: SIMD2<Float>, number: Int, loop: Int) -> Bool {
    contains(place, 1) { index, square in
      square < side * side && (index < open || abs(number - Int(numbers[index])) >= loop)
    }
  }

  @inline(__always)
  private func contains(
    _ place: SIMD2<Float>, _ reach: Int, where isMeant: (Int, Float) -> Bool
  ) -> Bool {
    let (x, y) = cell(place)
    for row in max(0, y - reach)...min(high - 1, y + reach) {
      for column in max(0, x - reach)...min(wide - 1, x + reach) {
        var index = Int(latest[row * wide + column])
        while index >= 0 {
          let d = points[index] - place
          if isMeant(index, (d * d).sum()) { return true }
          index = Int(before[index])
        }
      }
    }
    return false
  }
}

/// A plane field on a lattice with bilinear interpolation. Places and vectors are in the units of a
/// drawing, y downwards.
struct LatticeField {
  private let wide: Int
  private let high: Int
  private let values: [SIMD2<Float>]
  private let origin: SIMD2<Float>
  private let spacing: SIMD2<Float>

  let greatest: Float

  /// `wide` × `high` vectors, the first axis fastest; nil for another number of vectors, or fewer
  /// than two along an axis.
  ///
  /// - Parameters:
  ///   - origin: the first site.
  ///   - spacing: to the next site along each axis; may be negative.
  init?(
    _ values: [SIMD2<Float>], wide: Int, high: Int, origin: SIMD2<Float>, spacing: SIMD2<Float>
  ) {
    guard wide > 1, high > 1, values.count == wide * high, spacing.x != 0, spacing.y != 0,
      (origin + spacing).x.isFinite, (origin + spacing).y.isFinite
    else { return nil }
    self.values = values
    self.wide = wide
    self.high = high
    self.origin = origin
    self.spacing = spacing
    greatest =
      values.map { ($0 * $0).sum() }.filter(\.isFinite).max()?.squareRoot() ?? 0
  }

  /// nil outside the lattice; NaN beside a site that has NaN.
  func callAsFunction(_ place: SIMD2<Float>) -> SIMD2<Float>? {
    let at = (place - origin) / spacing
    guard at.x >= 0, at.y >= 0, at.x <= Float(wide - 1), at.y <= Float(high - 1) else {
      return nil
    }
    let (i, j) = (min(Int(at.x), wide - 2), min(Int(at.y), high - 2))
    let (u, v) = (at.x - Float(i), at.y - Float(j))
    let k = j * wide + i
    let first = values[k] + (values[k + 1] - values[k]) * u
    let second = values[k + wide] + (values[k + wide + 1] - values[k + wide]) * u
    return first + (second - first) * v
  }
}
