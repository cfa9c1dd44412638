/// The finished trials of an experiment, as rules see them.
package struct Samples: Sendable {
  private var values: [String: [UInt64: [Measure: Double]]] = [:]

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

/// Median and quartiles of a sample.
///
/// The quantile at q of n ordered values x₀ ≤ … ≤ x₍n−1₎ is found by linear interpolation at
/// position q(n − 1): type 7 of Hyndman and Fan 1996, DOI 10.1080/00031305.1996.10473566, which
/// NumPy and R take by default.
package struct Quartiles: Sendable, Equatable {
  /// The quantile at ¼.
  package var lower: Double
  /// The quantile at ½.
  package var median: Double
  /// The quantile at ¾.
  package var upper: Double

  /// Quartiles of a sample in any order; nil of none. Infinities have their place in the order.
  ///
  /// - Precondition: no value is not a number.
  /// - Complexity: O(n log n).
  package init?(_ sample: [Double]) {
    guard !sample.isEmpty else { return nil }
    let sorted = sample.sorted()
    lower = Self.quantile(0.25, ofSorted: sorted)
    median = Self.quantile(0.5, ofSorted: sorted)
    upper = Self.quantile(0.75, ofSorted: sorted)
  }

  package var range: Double { upper - lower }

  /// The quantile at q, 0…1, of ordered values.
  ///
  /// - Precondition: there is at least one value.
  package static func quantile(_ q: Double, ofSorted values: [Double]) -> Double {
    let position = q * Double(values.count - 1)
    let index = min(Int(position), values.count - 1)
    let fraction = position - Double(index)
    let low = values[index]
    // Not low + 0 · (high − low), which an infinity would make not a number.
    guard fraction > 0, index + 1 < values.count, values[index + 1] != low else { return low }
    return low + fraction * (values[index + 1] - low)
  }
}

/// The exact sign test of paired values: do differences tend to be negative? It asks nothing of
/// their distribution, so that a run that failed, and is infinitely far away, counts as one
/// difference like any other.
///
/// Conover 1999, *Practical Nonparametric Statistics*, section 3.4. Ties have no say.
package struct SignTest: Sendable, Equatable {
  /// Differences below 0.
  package var negative: Int
  /// Differences above 0.
  package var positive: Int

  /// The signs of differences; what is 0 or not a number is a tie.
  package init(_ differences: [Double]) {
    negative = differences.count { $0 < 0 }
    positive = differences.count { $0 > 0 }
  }

  /// The probability that fair coins give at least as many negative signs: small when differences
  /// tend to be negative.
  package var pNegative: Double { Self.upperTail(negative, of: negative + positive) }
  /// The same of positive signs.
  package var pPositive: Double { Self.upperTail(positive, of: negative + positive) }

  /// P(X ≥ k) of a binomial X of n throws of a fair coin; 1 for k ≤ 0.
  ///
  /// - Complexity: O(n).
  package static func upperTail(_ k: Int, of n: Int) -> Double {
    guard k > 0 else { return 1 }
    guard k <= n else { return 0 }
    // C(n, i)/2ⁿ from i = 0 on; 2⁻ⁿ does not underflow for any number of seeds that is run (n <
    // 1000).
    var term = 1.0
    for _ in 0..<n { term /= 2 }
    var sum = 0.0
    for i in 0...n {
      if i >= k { sum += term }
      term *= Double(n - i) / Double(i + 1)
    }
    return min(1, sum)
  }
}
