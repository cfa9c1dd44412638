/// Features of points at one moment of training, two coordinates of each.
package struct FeaturePicture: Sendable, Equatable, Codable {
  /// Epochs trained by then.
  package var epoch: Int
  /// x and y of each point, one after another.
  package var positions: [Float]
  /// Target of each point.
  package var labels: [Float]
}

/// What a trial found. Equal trials give equal results, to the bit, on whatever thread and in
/// whatever order they run.
package struct TrialResult: Sendable, Equatable, Codable {
  package var id: Trial.ID
  /// The trial's digest: what it was a result of.
  package var digest: String
  /// Measures by name; what the run did not reach is missing.
  package var measures: [String: Double]
  /// Curves by name, a value an epoch; nil where there is none.
  package var curves: [String: [Double?]]
  /// Why the run ended early, if it did.
  package var failure: String?
  /// Features on the way, where they were asked for.
  package var features: [FeaturePicture]?

  /// A result of a trial, with nothing in it yet.
  init(_ trial: Trial) {
    id = trial.id
    digest = trial.digest
    measures = [:]
    curves = [:]
  }

  package subscript(measure: Measure) -> Double? {
    get { measures[measure.rawValue] }
    set { measures[measure.rawValue] = newValue.flatMap { $0.isFinite ? $0 : nil } }
  }

  /// A curve; empty when it was not recorded.
  package subscript(curve: CurveKind) -> [Double?] { curves[curve.rawValue] ?? [] }

  /// Measures as rules see them.
  package var byMeasure: [Measure: Double] {
    var result: [Measure: Double] = [:]
    for (name, value) in measures {
      if let measure = Measure(rawValue: name) { result[measure] = value }
    }
    return result
  }

  mutating func append(_ value: Double, to curve: CurveKind) {
    curves[curve.rawValue, default: []].append(value.isFinite ? value : nil)
  }
}

/// How long a trial took: kept apart from results, since it is never the same twice.
package struct TrialTiming: Sendable, Equatable, Codable {
  package var id: Trial.ID
  /// Seconds of training iterations, what is measured beside them left out.
  package var seconds: Double
  package var iterations: Int
  /// Seconds of training until an epoch's mean loss was at the target; nil without a target, or
  /// where it never was.
  package var secondsToLoss: Double?
}
