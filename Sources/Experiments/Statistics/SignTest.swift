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
