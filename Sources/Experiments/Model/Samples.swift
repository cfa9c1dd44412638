/// The finished trials of an experiment, as rules see them.
package struct Samples: Sendable {
  private var values: [String: [UInt64: [Measure: Double]]] = [:]

  /// Nothing measured.
  package init() {}

  /// Puts what one seed of a variant measured.
  package mutating func put(_ measures: [Measure: Double], variant: String, seed: UInt64) {
    values[variant, default: [:]][seed] = measures
  }

  /// Seeds of a variant that have finished, in order.
  package func seeds(of variant: String) -> [UInt64] { (values[variant] ?? [:]).keys.sorted() }

  /// A measure of one seed; infinite when the trial finished without it, nil when the trial has not
  /// finished.
  package func value(_ measure: Measure, _ variant: String, seed: UInt64) -> Double? {
    guard let trial = values[variant]?[seed] else { return nil }
    return trial[measure].map { $0.isNaN ? .infinity : $0 } ?? .infinity
  }

  /// A measure over all finished seeds of a variant, by ascending seed; what is missing is
  /// infinite.
  package func values(_ measure: Measure, _ variant: String) -> [Double] {
    seeds(of: variant).compactMap { value(measure, variant, seed: $0) }
  }
}
