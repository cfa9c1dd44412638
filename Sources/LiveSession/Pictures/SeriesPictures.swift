import NeuralODE

/// Observed series and what a model makes of them, ready to draw: curves over time, the hidden
/// coordinate beside what is not seen, the error over time, the field in the plane of a motion.
package struct SeriesPictures: Sendable, Equatable {
  /// One motion that is looked at.
  package struct Motion: Sendable, Equatable {
    /// Times of what was observed.
    package var observedTimes: [Float] = []
    /// What was observed then, `dimension` numbers each; gaps are not numbers.
    package var observed: [Float] = []
    /// The model's states at `times`: frames × `features`.
    package var model: [Float] = []
    /// The true states at `times`: frames × `lawDimension`; empty where no law is known.
    package var truth: [Float] = []
  }

  /// Observed coordinates d.
  package var dimension = 1
  /// Coordinates of the model's state, d + p.
  package var features = 1
  /// Coordinates of the law's state; 0 where none is known.
  package var lawDimension = 0
  /// What coordinates are called: the law's, or the table's.
  package var names: [String] = []
  /// One unit of the model's time in the table's; 1 but for long tables.
  package var timeUnit: Float = 1
  /// Times of curves, beyond the last observation.
  package var times: [Float] = []
  /// Time of the last observation of what is shown; what is later is extrapolated.
  package var observedEnd: Float = 1
  /// Time up to which series are learned from their starts.
  package var learnedEnd: Float = 1
  /// The motions shown.
  package var motions: [Motion] = []
  /// Least and greatest of each observed coordinate, true or observed.
  package var ranges: [(low: Float, high: Float)] = []
  /// Root mean square of the model's error at `times`, over many starts and the observed
  /// coordinates; empty where no law is known.
  package var error: [Float] = []
  /// How one augmented coordinate goes with the first coordinate that is not seen.
  package var hidden: Hidden?
  /// The plane of a motion, with both fields.
  package var phase: Phase?

  /// An augmented coordinate beside an unseen one.
  package struct Hidden: Sendable, Equatable {
    /// Its number among the augmented ones, from 0.
    package var coordinate: Int
    /// The unseen coordinate is about `scale` times it.
    package var scale: Float
    /// Their correlation, −1…1.
    package var correlation: Float
  }

  /// The plane in which a motion is seen: two observed coordinates, or one and its velocity.
  package struct Phase: Sendable, Equatable {
    /// Names of both axes.
    package var names = ["", ""]
    /// Least and greatest along each axis.
    package var lower = SIMD2<Float>(-1, -1)
    /// The greatest.
    package var upper = SIMD2<Float>(1, 1)
    /// Places of arrows.
    package var sites: [SIMD2<Float>] = []
    /// The model's field there; empty for a model that has no such plane.
    package var learned: [SIMD2<Float>] = []
    /// The true one; empty where no law is known.
    package var truth: [SIMD2<Float>] = []
    /// The model's motions, one after another, as many points each as there are times.
    package var model: [SIMD2<Float>] = []
    /// The true ones.
    package var motions: [SIMD2<Float>] = []
  }

  /// Nothing yet.
  package init() {}

  /// Are both the same? (Ranges are tuples, which do not compare by themselves.)
  package static func == (a: SeriesPictures, b: SeriesPictures) -> Bool {
    a.dimension == b.dimension && a.features == b.features && a.times == b.times
      && a.motions == b.motions && a.error == b.error && a.hidden == b.hidden && a.phase == b.phase
  }
}

extension Probe where Value == SeriesPictures? {
  /// What only a run on series shows; nil for others.
  package static var series: Self {
    Self("series", .everyFrame, blank: nil, suits: { $0.problem == .series }) { album in
      album.series?.pictures(album.evaluator)
    }
  }
}
