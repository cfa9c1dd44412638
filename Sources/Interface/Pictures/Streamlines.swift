/// Lines along a field of the plane, evenly spaced, after B. Jobard and W. Lefer, Creating
/// evenly-spaced streamlines of arbitrary density, 1997 (doi:10.1007/978-3-7091-6876-9_5): a line
/// begins where it is as far from all others as lines are to be, beside one that is there, and ends
/// where it comes too near to another.
///
/// Places are in the units of a drawing. The same field gives the same lines.
struct Streamlines {
  /// A line, the field's way round.
  struct Line: Equatable {
    /// Its points, `Streamlines.step` apart.
    var points: [SIMD2<Float>]
    /// How strong the field is at each of them, in its own units.
    var strengths: [Float]
  }

  /// How far it is from one point of a line to the next.
  static let step: Float = 1
  /// Two lines come no nearer to each other than this share of the separation. The paper has 0.5
  /// for pictures of good quality.
  static let nearest: Float = 0.5

  /// Lines in the order in which they were begun.
  private(set) var lines: [Line] = []
  /// How far the beginning of a line is from all others.
  let separation: Float

  private let field: LatticeField
  private let size: SIMD2<Float>
  private var neighbours: Neighbours
  /// Below this the field is nothing: it has no direction, and a line would stand still.
  private let least: Float

  /// Lines of a field within the rectangle from 0 to `size`.
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
    // Where no line has come near, for the field is nothing in between, others begin.
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

  /// A line through a place, and then others beside it and beside those.
  private mutating func begin(_ place: SIMD2<Float>) {
    var next = lines.count
    draw(through: place)
    while next < lines.count {
      let line = lines[next]
      // Every fourth step is as good as each: lines are farther apart.
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
    // A hair less, for what is set out at the separation is found at it but for rounding.
    guard contains(seed), !neighbours.has(within: 0.999 * separation, of: seed),
      let first = flow(seed)
    else { return }
    let start = neighbours.count
    neighbours.add(seed, 0)
    let forward = way(from: seed, first, sign: 1)
    let back = way(from: seed, first, sign: -1)
    // A stub says less than the gap that it fills.
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

  /// From a seed along the field, or against it, by the midpoint method, until the picture or the
  /// field ends, or another line is near, or this one itself is come round.
  private mutating func way(
    from seed: SIMD2<Float>, _ first: Flow, sign: Float
  ) -> (points: [SIMD2<Float>], strengths: [Float]) {
    var points: [SIMD2<Float>] = []
    var strengths: [Float] = []
    var (place, here) = (seed, first)
    // A line that never comes near itself nor leaves is not possible in a finite room.
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

  /// Points of the same line that are fewer steps apart are its course, and not a way back to
  /// itself: half a turn round a circle as narrow as lines may be apart.
  private var loop: Int { Int(1.6 * separation / Self.step) }

  private func contains(_ place: SIMD2<Float>) -> Bool {
    place.x >= 0 && place.y >= 0 && place.x < size.x && place.y < size.y
  }

  /// The field at a place: a direction of length 1, and how strong it is.
  private typealias Flow = (direction: SIMD2<Float>, strength: Float)

  private func flow(_ place: SIMD2<Float>) -> Flow? {
    guard let value = field(place) else { return nil }
    let square = (value * value).sum()
    guard square > least * least, square.isFinite else { return nil }
    let strength = square.squareRoot()
    return (value / strength, strength)
  }
}

/// Which points of lines are near a place: in cells as wide as the least distance of two lines, so
/// that those of nine hold all that are nearer.
private struct Neighbours {
  private let side: Float
  private let wide: Int
  private let high: Int
  /// The latest point in each cell, and of each point the one before it in its cell; −1 for none.
  private var latest: [Int32]
  private var before: [Int32] = []
  private var points: [SIMD2<Float>] = []
  /// Places along the line that is being drawn, seed 0.
  private var numbers: [Int32] = []
  /// Where that line's points begin.
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

  /// Takes a point of the line that is being drawn.
  mutating func add(_ place: SIMD2<Float>, _ number: Int) {
    let (x, y) = cell(place)
    before.append(latest[y * wide + x])
    latest[y * wide + x] = Int32(points.count)
    points.append(place)
    numbers.append(Int32(number))
  }

  /// Forgets the latest points.
  mutating func remove(downTo count: Int) {
    while points.count > count {
      let (x, y) = cell(points.removeLast())
      latest[y * wide + x] = before.removeLast()
      numbers.removeLast()
    }
  }

  /// The line that was being drawn is there now.
  mutating func close() { open = points.count }

  /// Is any point nearer than a distance?
  func has(within distance: Float, of place: SIMD2<Float>) -> Bool {
    let reach = Int((distance / side).rounded(.up))
    return contains(place, reach) { _, square in square < distance * distance }
  }

  /// Is a point of another line nearer than lines may be, or one of this line that is at least
  /// `loop` steps from the one of this number?
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

/// A field of the plane as it is known: at the sites of a lattice, between them in proportion to
/// the four nearest. Places and vectors are in the units of a drawing, y downwards.
struct LatticeField {
  private let wide: Int
  private let high: Int
  private let values: [SIMD2<Float>]
  private let origin: SIMD2<Float>
  private let spacing: SIMD2<Float>

  /// The length of the longest of its finite vectors.
  let greatest: Float

  /// A field of `wide` × `high` vectors, the first axis fastest; nil when there are not as many,
  /// or fewer than two along an axis.
  ///
  /// - Parameters:
  ///   - origin: the first site.
  ///   - spacing: from it to the next one along both axes; either may be negative.
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

  /// The vector at a place; nil outside the lattice. Not a number where a site beside it has none.
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
