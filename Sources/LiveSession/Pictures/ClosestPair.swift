import NeuralODE

/// The two drawn points that the flow brings closest, relative to their distance at t = 0, and the
/// bounds of that distance. It is never 0: only one solution of dh/dt = f passes through each (t,
/// h).
package struct ClosestPair: Sendable, Equatable {
  /// Indices among the points drawn.
  package let first, second: Int
  /// Fractions of the flow's time, ascending from 0 to 1.
  package let times: [Float]
  /// ‖h₁(t) − h₂(t)‖ at each time, in the whole space of the flow.
  package let distances: [Float]
  /// The field's Lipschitz constant L along the pair: the greatest ‖f(h₁, t) − f(h₂, t)‖ / ‖h₁ −
  /// h₂‖ over the times. By Grönwall's inequality the distance stays between e^(−Lt) and e^(Lt)
  /// times that at t = 0.
  package let lipschitz: Float

  /// The distance that a solve in Float at a tolerance of 1e-6 cannot distinguish from 0.
  package static let resolution: Float = 1e-5

  /// The time at which the points are closest, and their distance then.
  package var nearest: (time: Float, distance: Float) {
    zip(times, distances).map { (time: $0, distance: $1) }.min { $0.distance < $1.distance }
      ?? (0, .nan)
  }
}

extension Probe where Value == ClosestPair? {
  /// nil until it is found, for discrete models, and when a solve fails.
  package static var closestPair: Self {
    Self(
      "closestPair", .likeMaps, blank: nil,
      suits: { $0.problem.isOfPoints && $0.model.family.form?.fieldTakesInput == false }
    ) { ClosestPair($0) }
  }
}

extension ClosestPair {
  /// Intervals between the times of the pair, and the stride of the times at which all pairs are
  /// compared.
  private static let (intervals, apart) = (128, 8)

  init?(_ album: Album) {
    let (evaluator, count) = (album.evaluator, album.probeSet.count)
    guard evaluator.jumps == nil else { return nil }
    let n = evaluator.features
    let times = (0...Self.intervals).map { Double($0) / Double(Self.intervals) }
    // A fine solve: coarse steps do not follow the flow, and points could meet.
    let found = evaluator.trajectories(of: album.probeSet.points, times: times, isFine: true)
    guard found.failure == nil, found.frames == times.count,
      let pair = Self.pair(in: found.states, of: count, n)
    else { return nil }
    var (distances, lipschitz) = ([Float](), Float(0))
    for (frame, time) in times.enumerated() {
      let (a, b) = ((frame * count + pair.0) * n, (frame * count + pair.1) * n)
      let states: [Float] = Array(found.states[a..<a + n] + found.states[b..<b + n])
      let field = evaluator.field(at: states, t: time)
      let distance = states.withUnsafeBufferPointer { Self.distance($0, 0, n, n) }
      distances.append(distance)
      guard distance > Self.resolution else { continue }
      lipschitz = max(
        lipschitz, field.withUnsafeBufferPointer { Self.distance($0, 0, n, n) } / distance)
    }
    guard lipschitz.isFinite else { return nil }
    (first, second) = pair
    self.times = times.map { Float($0) }
    self.distances = distances
    self.lipschitz = lipschitz
  }

  /// The two points whose least distance is the smallest fraction of that at t = 0.
  private static func pair(in states: [Float], of count: Int, _ n: Int) -> (Int, Int)? {
    var (best, least) = ((Int, Int)?.none, Float.infinity)
    let frame = count * n
    states.withUnsafeBufferPointer { states in
      for i in 0..<count {
        for j in i + 1..<max(count, i + 1) {
          let start = distance(states, i * n, j * n, n)
          // Skip points that start at the same place.
          guard start > 100 * resolution else { continue }
          for k in stride(from: apart * frame, to: states.count, by: apart * frame) {
            let share = distance(states, k + i * n, k + j * n, n) / start
            if share < least { (best, least) = ((i, j), share) }
          }
        }
      }
    }
    return best
  }

  private static func distance(
    _ states: UnsafeBufferPointer<Float>, _ a: Int, _ b: Int, _ n: Int
  ) -> Float {
    var square: Float = 0
    for i in 0..<n {
      let d = states[a + i] - states[b + i]
      square += d * d
    }
    return square.squareRoot()
  }
}
