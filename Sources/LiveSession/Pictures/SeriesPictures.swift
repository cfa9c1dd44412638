import NeuralODE

/// Observed series and a model's motions, ready to draw: curves over time, the hidden coordinate,
/// the error over time, the field in the plane of a motion.
package struct SeriesPictures: Sendable, Equatable {
  package struct Motion: Sendable, Equatable {
    package var observedTimes: [Float] = []
    /// Observations, `dimension` numbers each; NaN for gaps.
    package var observed: [Float] = []
    /// The model's states at `times`: frames × `features`.
    package var model: [Float] = []
    /// The true states at `times`: frames × `lawDimension`; empty without a known law.
    package var truth: [Float] = []
  }

  /// Observed coordinates d.
  package var dimension = 1
  /// Coordinates of the model's state, such as d + p.
  package var features = 1
  /// The symbol of the coordinates that the model adds.
  package var addedSymbol = "a"
  package var addedName: String {
    addedSymbol == "v" ? "model's velocity" : "augmented coordinate"
  }
  /// Whether the model has a field for each start.
  package var fieldTakesInput = false
  /// Coordinates of the law's state; 0 without a known law.
  package var lawDimension = 0
  /// Names of the law's or the table's coordinates.
  package var names: [String] = []
  /// A unit of the model's time, in the table's; 1 except for long tables.
  package var timeUnit: Float = 1
  /// Times of curves, beyond the last observation.
  package var times: [Float] = []
  /// Time of the last observation shown; later times are extrapolated.
  package var observedEnd: Float = 1
  /// Time up to which series are learned from their starts.
  package var learnedEnd: Float = 1
  package var motions: [Motion] = []
  /// Range of each observed coordinate, true or observed.
  package var ranges: [(low: Float, high: Float)] = []
  /// Root mean square error at `times`, over many starts and the observed coordinates; empty
  /// without a known law.
  package var error: [Float] = []
  package var hidden: Hidden?
  package var phase: Phase?

  /// The correlation of an added dimension with the first unobserved coordinate.
  package struct Hidden: Sendable, Equatable {
    /// Index of the added dimension, from 0.
    package var coordinate: Int
    /// The unobserved coordinate is about `scale` times it.
    package var scale: Float
    /// −1…1.
    package var correlation: Float
  }

  /// The plane in which a motion is shown: two observed coordinates, or one and its velocity.
  package struct Phase: Sendable, Equatable {
    /// Names of both axes.
    package var names = ["", ""]
    package var lower = SIMD2<Float>(-1, -1)
    package var upper = SIMD2<Float>(1, 1)
    /// Places of arrows, row by row.
    package var sites: [SIMD2<Float>] = []
    /// Places per row.
    package var columns = 0
    /// The model's field at `sites`; empty for a model without such a plane.
    package var learned: [SIMD2<Float>] = []
    /// The true field; empty without a known law.
    package var truth: [SIMD2<Float>] = []
    /// The model's motions, one point per time each.
    package var model: [SIMD2<Float>] = []
    /// The true motions.
    package var motions: [SIMD2<Float>] = []
  }

  /// `ranges` follow from the rest; tuples are not Equatable.
  package static func == (a: SeriesPictures, b: SeriesPictures) -> Bool {
    a.dimension == b.dimension && a.features == b.features && a.times == b.times
      && a.motions == b.motions && a.error == b.error && a.hidden == b.hidden && a.phase == b.phase
  }
}

extension Probe where Value == SeriesPictures? {
  /// nil unless the run is on series.
  package static var series: Self {
    Self("series", .everyFrame, blank: nil, suits: { $0.problem.isOfSeries }) { album in
      album.series?.pictures(album.evaluator)
    }
  }
}

/// Makes `SeriesPictures.Phase`.
struct PhaseMaking {
  let law: Dynamics?
  let pictures: SeriesPictures

  /// Arrows along each axis.
  private static let sites = (x: 15, y: 11)

  /// nil for one observed coordinate of an unknown law.
  func phase(_ evaluator: any ModelEvaluator) -> SeriesPictures.Phase? {
    if pictures.dimension >= 2 { return observed(evaluator) }
    guard let law, law.dimension == 2 else { return nil }
    return withVelocity(evaluator, law)
  }

  /// Two observed coordinates; other observed ones are at the middle of their range, added
  /// dimensions at 0.
  private func observed(_ evaluator: any ModelEvaluator) -> SeriesPictures.Phase {
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
    phase.learned = vectors(field(evaluator, at: states), pictures.features, (0, 1), (1, 1))
    addTruth(&phase, unseen: n > 2 ? (2..<n).map { Double(rest[$0]) } : [])
    for motion in pictures.motions {
      phase.model += points(motion.model, pictures.features, (0, 1), scale: 1)
    }
    return phase
  }

  /// One observed coordinate and its unobserved velocity. An added dimension represents it up to
  /// scale; a NODE has one velocity at each position, a line.
  private func withVelocity(
    _ evaluator: any ModelEvaluator, _ law: Dynamics
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
    addTruth(&phase, unseen: [])
    let features = pictures.features
    if let hidden = pictures.hidden, hidden.scale != 0 {
      let place = 1 + hidden.coordinate
      let states = phase.sites.flatMap { site in
        var state = Array(repeating: Float(0), count: features)
        (state[0], state[place]) = (site.x, site.y / hidden.scale)
        return state
      }
      phase.learned = vectors(
        field(evaluator, at: states), features, (0, place), (1, hidden.scale))
      for motion in pictures.motions {
        phase.model += points(motion.model, features, (0, place), scale: hidden.scale)
      }
    } else if features == 1 {
      for motion in pictures.motions {
        let velocities = evaluator.field(
          at: motion.model, t: 0, of: Array(motion.model.prefix(pictures.dimension)))
        phase.model += zip(motion.model, velocities).map { SIMD2($0, $1) }
      }
    }
    return phase
  }

  /// The model's field at t = 0, that of the motion shown; empty where several have their own.
  private func field(_ evaluator: any ModelEvaluator, at states: [Float]) -> [Float] {
    guard !pictures.fieldTakesInput || pictures.motions.count == 1 else { return [] }
    return evaluator.field(
      at: states, t: 0, of: Array(pictures.motions[0].model.prefix(pictures.dimension)))
  }

  /// Adds the true motions and, with a known law, the true field.
  private func addTruth(_ phase: inout SeriesPictures.Phase, unseen: [Double]) {
    if let law {
      phase.truth = phase.sites.map { site in
        let v = law.field([Double(site.x), Double(site.y)] + unseen)
        return SIMD2(Float(v[0]), Float(v[1]))
      }
    }
    for motion in pictures.motions {
      phase.motions += points(motion.truth, pictures.lawDimension, (0, 1), scale: 1)
    }
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
    phase.columns = columns
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
