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

  /// The interquartile range.
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
