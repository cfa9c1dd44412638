/// Two coordinates of points' features after an epoch.
package struct FeaturePicture: Sendable, Equatable, Codable {
  package var epoch: Int
  /// points × 2.
  package var positions: [Float]
  /// Targets.
  package var labels: [Float]
}

/// The result of a trial. Equal trials give bit-identical results on any thread and in any order.
package struct TrialResult: Sendable, Equatable, Codable {
  package var id: Trial.ID
  /// The trial's digest.
  package var digest: String
  /// Measures by name; those that the run did not reach are missing.
  package var measures: [String: Double]
  /// Curves by name, a value per epoch; nil if missing.
  package var curves: [String: [Double?]]
  /// Why the run ended early, if it did.
  package var failure: String?
  /// nil unless watched.
  package var features: [FeaturePicture]?

  /// An empty result.
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

/// The duration of a trial, separate from its result because it is never the same twice.
package struct TrialTiming: Sendable, Equatable, Codable {
  package var id: Trial.ID
  /// Seconds of training, without measurements.
  package var seconds: Double
  package var iterations: Int
  /// Seconds of training until an epoch's mean loss reached the target; nil if it never did.
  package var secondsToLoss: Double?
}
