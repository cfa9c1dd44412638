/// The measures of an experiment's finished trials, as used by rules.
package struct Samples: Sendable {
  private var values: [String: [UInt64: [Measure: Double]]] = [:]

  package mutating func put(_ measures: [Measure: Double], variant: String, seed: UInt64) {
    values[variant, default: [:]][seed] = measures
  }

  /// Finished seeds of a variant, ascending.
  package func seeds(of variant: String) -> [UInt64] { (values[variant] ?? [:]).keys.sorted() }

  /// A measure of one seed; infinite if the trial finished without it, nil if it has not finished.
  package func value(_ measure: Measure, _ variant: String, seed: UInt64) -> Double? {
    guard let trial = values[variant]?[seed] else { return nil }
    return trial[measure].map { $0.isNaN ? .infinity : $0 } ?? .infinity
  }

  /// A measure of all finished seeds of a variant, by ascending seed; infinite if missing.
  package func values(_ measure: Measure, _ variant: String) -> [Double] {
    seeds(of: variant).compactMap { value(measure, variant, seed: $0) }
  }
}

/// Median and quartiles of a sample.
///
/// The quantile at q of n ordered values is interpolated linearly at position q(n − 1): type 7 of
/// Hyndman and Fan 1996, DOI 10.1080/00031305.1996.10473566, the default of NumPy and R.
package struct Quartiles: Sendable, Equatable {
  package var lower: Double
  package var median: Double
  package var upper: Double

  /// Quartiles of a sample in any order, infinities included; nil if it is empty.
  ///
  /// - Precondition: no value is NaN.
  package init?(_ sample: [Double]) {
    guard !sample.isEmpty else { return nil }
    let sorted = sample.sorted()
    lower = Self.quantile(0.25, ofSorted: sorted)
    median = Self.quantile(0.5, ofSorted: sorted)
    upper = Self.quantile(0.75, ofSorted: sorted)
  }

  /// The quantile at q, 0…1.
  ///
  /// - Precondition: there is at least one value.
  package static func quantile(_ q: Double, ofSorted values: [Double]) -> Double {
    let position = q * Double(values.count - 1)
    let index = min(Int(position), values.count - 1)
    let fraction = position - Double(index)
    let low = values[index]
    // Avoid low + 0 · (high − low), which is NaN for an infinity.
    guard fraction > 0, index + 1 < values.count, values[index + 1] != low else { return low }
    return low + fraction * (values[index + 1] - low)
  }
}

/// The exact sign test: do differences tend to be negative? It needs no distribution: a failed run,
/// with an infinite difference, counts like any other. Ties are omitted.
///
/// Conover 1999, *Practical Nonparametric Statistics*, section 3.4.
package struct SignTest: Sendable, Equatable {
  package var negative: Int
  package var positive: Int

  /// 0 and NaN are ties.
  package init(_ differences: [Double]) {
    negative = differences.count { $0 < 0 }
    positive = differences.count { $0 > 0 }
  }

  /// The probability of at least as many negative signs by chance.
  package var pNegative: Double { Self.upperTail(negative, of: negative + positive) }
  /// The same for positive signs.
  package var pPositive: Double { Self.upperTail(positive, of: negative + positive) }

  /// P(X ≥ k) for a binomial X with n throws of a fair coin; 1 for k ≤ 0.
  package static func upperTail(_ k: Int, of n: Int) -> Double {
    guard k > 0 else { return 1 }
    guard k <= n else { return 0 }
    // C(n, i)/2ⁿ from i = 0; 2⁻ⁿ does not underflow for realistic numbers of seeds (n < 1000).
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

/// A number with a confidence interval.
package struct Estimate: Sendable, Equatable {
  package var value: Double
  package var lower: Double
  package var upper: Double
  /// The probability that such an interval contains the true number: a lower bound for a median,
  /// nominal for shares.
  package var confidence = Self.confidence

  /// The confidence of every interval, if possible.
  package static let confidence = 0.95
  /// The normal quantile at 0.975.
  static let z = 1.959963984540054
}

extension Estimate {
  /// The median of a sample in any order, infinities included, with the interval that inverts the
  /// two-sided sign test: from the kth least to the kth greatest value, with the greatest k whose
  /// confidence is at least 0.95. With fewer than six values k is 1 and `confidence` is lower. nil
  /// if the sample is empty.
  ///
  /// Conover 1999, section 3.2; the median is the estimate that Hodges and Lehmann 1963, DOI
  /// 10.1214/aoms/1177704172, derive from the sign test.
  ///
  /// - Precondition: no value is NaN.
  package init?(medianOf sample: [Double]) {
    guard !sample.isEmpty else { return nil }
    let sorted = sample.sorted()
    let n = sorted.count
    func confidence(_ k: Int) -> Double { 1 - 2 * SignTest.upperTail(n - k + 1, of: n) }
    var k = 1
    while confidence(k + 1) >= Self.confidence { k += 1 }
    self.init(
      value: Quartiles.quantile(0.5, ofSorted: sorted), lower: sorted[k - 1], upper: sorted[n - k],
      confidence: max(0, confidence(k)))
  }
}

package struct Share: Sendable, Equatable {
  package var count: Int
  package var total: Int

  /// - Precondition: 0 ≤ count ≤ total, total > 0.
  package init(_ count: Int, of total: Int) {
    self.count = count
    self.total = total
  }

  /// With the score interval of Wilson 1927, DOI 10.1080/01621459.1927.10502953.
  package var estimate: Estimate {
    let (n, z) = (Double(total), Estimate.z)
    let p = Double(count) / n
    let middle = (p * n + z * z / 2) / (n + z * z)
    let reach = z * (n * p * (1 - p) + z * z / 4).squareRoot() / (n + z * z)
    return Estimate(value: p, lower: middle - reach, upper: middle + reach)
  }

  /// This share minus another, with Newcombe's interval from both score intervals: method 10 of
  /// 1998, DOI 10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I; with a
  /// correlation, method 10 for paired data, DOI
  /// 10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C.
  package func difference(from other: Share, correlation: Double = 0) -> Estimate {
    let (a, b) = (estimate, other.estimate)
    func reach(_ first: Double, _ second: Double) -> Double {
      (first * first - 2 * correlation * first * second + second * second).squareRoot()
    }
    let value = a.value - b.value
    return Estimate(
      value: value, lower: value - reach(a.value - a.lower, b.upper - b.value),
      upper: value + reach(a.upper - a.value, b.value - b.lower))
  }

  /// The share of true first values minus that of true second values, with the interval for paired
  /// data; nil without pairs.
  package static func difference(ofPairs pairs: [(Bool, Bool)]) -> Estimate? {
    guard !pairs.isEmpty else { return nil }
    let n = pairs.count
    let (first, second) = (pairs.count { $0.0 }, pairs.count { $0.1 })
    // n² times the covariance, with Newcombe's continuity correction if positive.
    let product = Double(n * pairs.count { $0.0 && $0.1 } - first * second)
    let corrected = product > 0 ? max(0, product - Double(n) / 2) : product
    let scale = Double(first * (n - first) * second * (n - second)).squareRoot()
    return Share(first, of: n).difference(
      from: Share(second, of: n), correlation: scale > 0 ? corrected / scale : 0)
  }
}

/// p values adjusted by Holm's method, in the same order: rejecting all tests with an adjusted p ≤
/// α makes a false rejection with a probability of at most α. Holm 1979, *Scandinavian Journal of
/// Statistics* 6, 65–70.
package func holm(_ p: [Double]) -> [Double] {
  var adjusted = p
  var least = 0.0
  for (rank, index) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated() {
    least = max(least, min(1, p[index] * Double(p.count - rank)))
    adjusted[index] = least
  }
  return adjusted
}
