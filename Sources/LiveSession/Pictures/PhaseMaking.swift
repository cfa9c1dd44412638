import NeuralODE

/// The plane of a motion with the learned field and the true one: two observed coordinates, or one
/// and its velocity.
struct PhaseMaking {
  let law: Dynamics?
  let pictures: SeriesPictures

  /// Arrows along each axis.
  private static let sites = (x: 15, y: 11)

  /// nil where there is no plane: one observed coordinate of an unknown law.
  func phase(_ evaluator: Evaluator<Float>) -> SeriesPictures.Phase? {
    if pictures.dimension >= 2 { return observed(evaluator) }
    guard let law, law.dimension == 2 else { return nil }
    return withVelocity(evaluator, law)
  }

  /// Two observed coordinates; others, and augmented ones, as they are on the mean.
  private func observed(_ evaluator: Evaluator<Float>) -> SeriesPictures.Phase {
    var phase = SeriesPictures.Phase()
    phase.names = Array(pictures.names.prefix(2))
    frame(&phase, pictures.ranges[0], pictures.ranges[1])
    let n = pictures.lawDimension
    var rest = Array(repeating: Float(0), count: pictures.features)
    if pictures.dimension > 2 {
      for i in 2..<pictures.dimension {
        rest[i] = (pictures.ranges[i].low + pictures.ranges[i].high) / 2
      }
    }
    let states = phase.sites.flatMap { [$0.x, $0.y] + rest.dropFirst(2) }
    phase.learned = vectors(evaluator.field(at: states, t: 0), pictures.features, (0, 1), (1, 1))
    if let law {
      phase.truth = phase.sites.map { site in
        let unseen = (2..<n).map { Double(rest[$0]) }
        let v = law.field([Double(site.x), Double(site.y)] + (n > 2 ? unseen : []))
        return SIMD2(Float(v[0]), Float(v[1]))
      }
    }
    for motion in pictures.motions {
      phase.model += points(motion.model, pictures.features, (0, 1), scale: 1)
      phase.motions += points(motion.truth, n, (0, 1), scale: 1)
    }
    return phase
  }

  /// One observed coordinate, and the unseen one that is its velocity. The augmented coordinate
  /// stands for it up to scale; a NODE has one velocity at each position, which is a line.
  private func withVelocity(
    _ evaluator: Evaluator<Float>, _ law: Dynamics
  ) -> SeriesPictures.Phase {
    var phase = SeriesPictures.Phase()
    phase.names = law.names
    var (low, high) = (Float.infinity, -Float.infinity)
    for motion in pictures.motions {
      for v in stride(from: 1, to: motion.truth.count, by: 2).map({ motion.truth[$0] }) {
        (low, high) = (min(low, v), max(high, v))
      }
    }
    frame(&phase, pictures.ranges[0], low <= high ? (low, high) : (-1, 1))
    phase.truth = phase.sites.map { site in
      let v = law.field([Double(site.x), Double(site.y)])
      return SIMD2(Float(v[0]), Float(v[1]))
    }
    let features = pictures.features
    for motion in pictures.motions { phase.motions += points(motion.truth, 2, (0, 1), scale: 1) }
    if let hidden = pictures.hidden, hidden.scale != 0 {
      let place = 1 + hidden.coordinate
      let states = phase.sites.flatMap { site in
        var state = Array(repeating: Float(0), count: features)
        (state[0], state[place]) = (site.x, site.y / hidden.scale)
        return state
      }
      phase.learned = vectors(
        evaluator.field(at: states, t: 0), features, (0, place), (1, hidden.scale))
      for motion in pictures.motions {
        phase.model += points(motion.model, features, (0, place), scale: hidden.scale)
      }
    } else if features == 1 {
      for motion in pictures.motions {
        let velocities = evaluator.field(at: motion.model, t: 0)
        phase.model += zip(motion.model, velocities).map { SIMD2($0, $1) }
      }
    }
    return phase
  }

  private func frame(
    _ phase: inout SeriesPictures.Phase, _ x: (low: Float, high: Float),
    _ y: (low: Float, high: Float)
  ) {
    let margin = (x: 0.12 * max(x.high - x.low, 0.1), y: 0.12 * max(y.high - y.low, 0.1))
    phase.lower = SIMD2(x.low - margin.x, y.low - margin.y)
    phase.upper = SIMD2(x.high + margin.x, y.high + margin.y)
    let span = phase.upper - phase.lower
    let (columns, rows) = Self.sites
    for row in 0..<rows {
      for column in 0..<columns {
        phase.sites.append(
          phase.lower + span
            * SIMD2((Float(column) + 0.5) / Float(columns), (Float(row) + 0.5) / Float(rows)))
      }
    }
  }

  private func vectors(
    _ field: [Float], _ features: Int, _ axes: (Int, Int), _ scale: (Float, Float)
  ) -> [SIMD2<Float>] {
    stride(from: 0, to: field.count, by: features).map {
      SIMD2(scale.0 * field[$0 + axes.0], scale.1 * field[$0 + axes.1])
    }
  }

  private func points(
    _ states: [Float], _ features: Int, _ axes: (Int, Int), scale: Float
  ) -> [SIMD2<Float>] {
    guard features > max(axes.0, axes.1) else { return [] }
    return stride(from: 0, to: states.count, by: features).map {
      SIMD2(states[$0 + axes.0], scale * states[$0 + axes.1])
    }
  }
}
