/// Sites at which a field is shown: whole multiples of a round spacing, so that as bounds drift
/// from snapshot to snapshot sites appear and vanish at the rim, and none moves.
struct Lattice: Sendable, Equatable {
  /// Sites along each axis.
  var shape: [Int]
  /// Positions one after another, the first axis fastest.
  var positions: [Float]

  /// Sites covering lower…upper on each axis, at most `most` along the longest.
  init(lower: [Float], upper: [Float], most: Int) {
    let longest = zip(lower, upper).map { $1 - $0 }.max() ?? 0
    let spacing = Lattice.roundSpacing(atLeast: max(longest, 1e-3) / Float(max(1, most - 1)))
    let first = lower.map { ($0 / spacing).rounded(.down) }
    shape = zip(first, upper).map {
      min(most + 2, max(1, Int(($1 / spacing - $0).rounded(.up)) + 1))
    }
    let count = shape.reduce(1, *)
    positions = []
    positions.reserveCapacity(count * shape.count)
    for site in 0..<count {
      var rest = site
      for axis in shape.indices {
        positions.append((first[axis] + Float(rest % shape[axis])) * spacing)
        rest /= shape[axis]
      }
    }
  }

  /// The least of …, 0.1, 0.125, 0.2, 0.25, 0.5, 1, … that is not below x.
  private static func roundSpacing(atLeast x: Float) -> Float {
    var power: Float = 1e-4
    while power < 1e6 {
      for factor in [1, 1.25, 2, 2.5, 5] as [Float] where power * factor >= x * 0.999 {
        return power * factor
      }
      power *= 10
    }
    return power
  }
}
