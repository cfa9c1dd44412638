/// An orthonormal projection of n dimensions onto at most three: coordinate i of a state h is
/// axes_i · (h − origin).
struct Projection: Sendable, Equatable {
  /// Dimension n of the states.
  var features: Int
  /// Directions of the axes, n numbers each.
  var axes: [[Float]]
  /// The state shown at 0.
  var origin: [Float]
  /// Names of the axes.
  var names: [String]
  /// Whether the last axis is an added dimension.
  var hasFloor: Bool
  /// Why paths may cross in it though the flow's never meet.
  var crossing: SpacePicture.Crossing?

  /// States (states × n) in picture coordinates.
  func apply(_ states: [Float]) -> [Float] { project(states, centred: true) }

  /// The lengths of vectors (vectors × n).
  static func lengths(of vectors: [Float], _ n: Int) -> [Float] {
    stride(from: 0, to: vectors.count, by: n).map { start in
      var square: Float = 0
      for k in start..<start + n { square += vectors[k] * vectors[k] }
      return square.squareRoot()
    }
  }

  /// Vectors in picture coordinates.
  func applyToVectors(_ vectors: [Float]) -> [Float] { project(vectors, centred: false) }

  private func project(_ states: [Float], centred: Bool) -> [Float] {
    // Axis by axis, without allocating inside the loops.
    let count = states.count / features
    let shown = axes.count
    var result = Array(repeating: Float(0), count: count * shown)
    states.withUnsafeBufferPointer { states in
      for (k, axis) in axes.enumerated() {
        let offset = centred ? zip(axis, origin).reduce(0) { $0 + $1.0 * $1.1 } : 0
        axis.withUnsafeBufferPointer { axis in
          for state in 0..<count {
            var sum = -offset
            for i in 0..<features { sum += axis[i] * states[state * features + i] }
            result[state * shown + k] = sum
          }
        }
      }
    }
    return result
  }

  /// The states at picture coordinates, at the origin in all directions not shown.
  func lift(_ coordinates: [Float]) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(coordinates.count / axes.count * features)
    for start in stride(from: 0, to: coordinates.count, by: axes.count) {
      for i in 0..<features {
        var x = origin[i]
        for k in axes.indices { x += axes[k][i] * coordinates[start + k] }
        result.append(x)
      }
    }
    return result
  }

  /// The plane w · h + c = 0 in picture coordinates: normal, then offset.
  func plane(_ readout: [Float]) -> [Float] {
    var result = axes.map { axis in zip(axis, readout).reduce(0) { $0 + $1.0 * $1.1 } }
    result.append(zip(origin, readout).reduce(readout[features]) { $0 + $1.0 * $1.1 })
    return result
  }
}

extension Projection {
  /// The space itself: n ≤ 3 dimensions, d of them data, the others named by `symbol`.
  static func identity(features: Int, data d: Int, symbol: String = "a") -> Projection {
    Projection(
      features: features, axes: (0..<features).map { unit($0, of: features) },
      origin: Array(repeating: 0, count: features),
      names: (0..<features).map { name(ofCoordinate: $0, data: d, symbol) },
      hasFloor: features > d)
  }

  /// Positions alone, of states of d ≤ 3 positions and as many velocities.
  static func positions(_ d: Int) -> Projection {
    Projection(
      features: 2 * d, axes: (0..<d).map { unit($0, of: 2 * d) },
      origin: Array(repeating: 0, count: 2 * d),
      names: (0..<d).map { name(ofCoordinate: $0, data: d, "") }, hasFloor: false,
      crossing: .ofPositions)
  }

  /// One or two data axes, filled up to three with the added dimensions of the largest spread.
  static func axes(
    features: Int, data d: Int, symbol: String = "a", of states: [Float]
  ) -> Projection {
    let mean = mean(of: states, features: features)
    let shown = Array(0..<min(d, 2)) + leading(3 - min(d, 2), features, d, states, mean)
    // Coordinates not shown stay at the features' mean.
    let origin = (0..<features).map { shown.contains($0) ? 0 : mean[$0] }
    return Projection(
      features: features, axes: shown.map { unit($0, of: features) }, origin: origin,
      names: shown.map { name(ofCoordinate: $0, data: d, symbol) }, hasFloor: true)
  }

  private static func leading(
    _ count: Int, _ features: Int, _ d: Int, _ states: [Float], _ mean: [Float]
  ) -> [Int] {
    func spread(_ i: Int) -> Float {
      stride(from: i, to: states.count, by: features).reduce(0) {
        let e = states[$1] - mean[i]
        return $0 + e * e
      }
    }
    return (d..<features).map { ($0, spread($0)) }.sorted { $0.1 > $1.1 }.prefix(count).map(\.0)
      .sorted()
  }

  /// The first three principal components, as a function of the states only. Similar components mix
  /// instead of swapping, and signs follow the first axes: pictures change with the states, not
  /// abruptly.
  static func principal(features: Int, of states: [Float]) -> Projection {
    let mean = mean(of: states, features: features)
    let samples = states.count / features
    var centred = states
    for i in centred.indices { centred[i] -= mean[i % features] }
    var axes: [[Float]]
    if samples >= features {
      axes = leading(products(of: centred, features, betweenRows: false), features, [0, 1, 2])
    } else {
      // With fewer states than dimensions, the matrix of the states' products is smaller. An axis
      // can be empty (an image's corner), a state is not.
      axes = leading(
        products(of: centred, features, betweenRows: true), samples,
        [0, samples / 3, 2 * samples / 3]
      ).map { weights in
        var axis = Array(repeating: Float(0), count: features)
        for (row, weight) in weights.enumerated() {
          for i in 0..<features { axis[i] += weight * centred[row * features + i] }
        }
        return axis
      }
      orthonormalise(&axes, features)
    }
    return Projection(
      features: features, axes: axes, origin: mean, names: ["PC₁", "PC₂", "PC₃"], hasFloor: false)
  }

  /// Inner products of a matrix's columns or rows.
  private static func products(
    of matrix: [Float], _ columns: Int, betweenRows: Bool
  ) -> [Float] {
    let rows = matrix.count / columns
    let (count, length) = betweenRows ? (rows, columns) : (columns, rows)
    let (next, apart) = betweenRows ? (columns, 1) : (1, columns)
    var result = Array(repeating: Float(0), count: count * count)
    matrix.withUnsafeBufferPointer { matrix in
      for i in 0..<count {
        for j in 0...i {
          var sum: Float = 0
          for k in 0..<length { sum += matrix[i * next + k * apart] * matrix[j * next + k * apart] }
          (result[i * count + j], result[j * count + i]) = (sum, sum)
        }
      }
    }
    return result
  }

  /// The leading eigenvectors of a symmetric matrix, by iteration from the axes `first`.
  private static func leading(_ matrix: [Float], _ n: Int, _ first: [Int]) -> [[Float]] {
    var axes = first.map { unit($0, of: n) }
    for _ in 0..<64 {
      axes = axes.map { axis in
        matrix.withUnsafeBufferPointer { matrix in
          (0..<n).map { i in
            var sum: Float = 0
            for j in 0..<n { sum += matrix[i * n + j] * axis[j] }
            return sum
          }
        }
      }
      orthonormalise(&axes, n)
    }
    return axes
  }

  private static func orthonormalise(_ axes: inout [[Float]], _ features: Int) {
    for k in axes.indices {
      for earlier in 0..<k {
        let dot = zip(axes[k], axes[earlier]).reduce(0) { $0 + $1.0 * $1.1 }
        for i in 0..<features { axes[k][i] -= dot * axes[earlier][i] }
      }
      let norm = axes[k].reduce(0) { $0 + $1 * $1 }.squareRoot()
      if norm > 1e-12, norm.isFinite {
        for i in 0..<features { axes[k][i] /= norm }
      } else {
        axes[k] = unit(min(k, features - 1), of: features)
      }
    }
  }

  private static func mean(of states: [Float], features: Int) -> [Float] {
    var mean = Array(repeating: Float(0), count: features)
    for i in states.indices { mean[i % features] += states[i] }
    let count = max(1, Float(states.count / features))
    return mean.map { $0 / count }
  }

  private static func unit(_ i: Int, of n: Int) -> [Float] { (0..<n).map { $0 == i ? 1 : 0 } }

  private static func name(ofCoordinate i: Int, data d: Int, _ symbol: String) -> String {
    let digits = Array("₀₁₂₃₄₅₆₇₈₉")
    func subscripted(_ n: Int) -> String {
      String(String(n).compactMap { $0.wholeNumberValue }.map { digits[$0] })
    }
    if i < d { return d == 1 ? "x" : "x\(subscripted(i + 1))" }
    // A velocity has the number of its position.
    return d == 1 && symbol == "v" ? "v" : symbol + subscripted(i - d + 1)
  }
}
