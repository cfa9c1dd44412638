package struct Claim: Sendable, Equatable {
  /// Verbatim from the lecture.
  package var text: String
  /// The lecture's heading.
  package var section: String
  package var rule: Rule

  package init(_ text: String, section: String, rule: Rule) {
    self.text = text
    self.section = section
    self.rule = rule
  }
}

package enum Verdict: String, Sendable, CaseIterable, Codable {
  /// Every condition holds.
  case holds
  /// The opposite of a condition holds.
  case doesNotHold = "does not hold"
  /// Too few seeds or too much spread.
  case undecided
}

/// A rule, stated before the run, by which a claim is judged: all of its conditions must hold.
package struct Rule: Sendable, Equatable {
  /// At least one.
  package var conditions: [Condition]

  package init(_ conditions: Condition...) { self.conditions = conditions }

  package var text: String { conditions.map(\.text).joined(separator: "; ") }

  /// A failed condition decides, then an undecided one.
  package func verdict(_ samples: Samples) -> Verdict {
    let all = conditions.map { $0.verdict(samples) }
    if all.contains(.doesNotHold) { return .doesNotHold }
    return all.contains(.undecided) || all.isEmpty ? .undecided : .holds
  }

  /// The greatest p of its conditions, since all must hold (intersection–union test; Berger 1982,
  /// DOI 10.1080/00401706.1982.10487790).
  package func p(_ samples: Samples) -> Double {
    conditions.map { $0.test(samples).pNegative }.max() ?? 1
  }

  /// The distinct quantities of its conditions.
  package var quantities: [Condition.Quantity] {
    var result: [Condition.Quantity] = []
    for quantity in conditions.flatMap(\.quantities) where !result.contains(quantity) {
      result.append(quantity)
    }
    return result
  }
}

/// A whole number without a decimal point.
func plain(_ number: Double) -> String {
  Int(exactly: number).map(String.init) ?? "\(number)"
}

/// A condition of a rule: a measure of a variant is typically below (or above) a number, or a
/// factor times the same measure of another variant with the same seed.
///
/// It holds when the exact sign test over the seeds finds p ≤ 0.05 for it, fails when the test
/// finds p ≤ 0.05 for the opposite, and is undecided between.
package struct Condition: Sendable, Equatable {
  package struct Quantity: Sendable, Equatable {
    package var measure: Measure
    package var variant: String
  }

  package enum Bound: Sendable, Equatable {
    case number(Double)
    /// A measure of another variant, times a factor.
    case quantity(Quantity, factor: Double)
  }

  package var quantity: Quantity
  /// Whether the quantity must be below the bound, or else above.
  package var isBelow: Bool
  package var bound: Bound

  /// The significance level.
  package static let level = 0.05

  package static func below(_ measure: Measure, _ variant: String, _ bound: Double) -> Condition {
    Condition(
      quantity: Quantity(measure: measure, variant: variant), isBelow: true, bound: .number(bound))
  }

  package static func above(_ measure: Measure, _ variant: String, _ bound: Double) -> Condition {
    Condition(
      quantity: Quantity(measure: measure, variant: variant), isBelow: false, bound: .number(bound))
  }

  package static func below(
    _ measure: Measure, _ variant: String, than other: String, times factor: Double = 1
  ) -> Condition {
    Condition(
      quantity: Quantity(measure: measure, variant: variant), isBelow: true,
      bound: .quantity(Quantity(measure: measure, variant: other), factor: factor))
  }

  package static func above(
    _ measure: Measure, _ variant: String, than other: String, times factor: Double = 1
  ) -> Condition {
    Condition(
      quantity: Quantity(measure: measure, variant: variant), isBelow: false,
      bound: .quantity(Quantity(measure: measure, variant: other), factor: factor))
  }

  package var text: String {
    let relation = isBelow ? "<" : ">"
    let left = "\(quantity.measure.title) of \(quantity.variant)"
    switch bound {
    case .number(let number): return "\(left) \(relation) \(plain(number))"
    case .quantity(let other, let factor):
      let times = factor == 1 ? "" : "\(plain(factor)) × "
      return "\(left) \(relation) \(times)that of \(other.variant)"
    }
  }

  private var factor: Double {
    if case .quantity(_, let factor) = bound { return factor }
    return 1
  }

  /// The quantity and its bound, without the factor, for each seed that has both.
  private func pairs(_ samples: Samples) -> [(value: Double, limit: Double)] {
    samples.seeds(of: quantity.variant).compactMap { seed in
      guard let value = samples.value(quantity.measure, quantity.variant, seed: seed) else {
        return nil
      }
      switch bound {
      case .number(let number): return (value, number)
      case .quantity(let other, _):
        return samples.value(other.measure, other.variant, seed: seed).map { (value, $0) }
      }
    }
  }

  /// The signs of quantity − bound by seed, turned: a negative sign is for the condition.
  package func test(_ samples: Samples) -> SignTest {
    SignTest(
      pairs(samples).map { value, limit in
        // ∞ − ∞ is NaN, a tie.
        isBelow ? value - factor * limit : factor * limit - value
      })
  }

  package func verdict(_ samples: Samples) -> Verdict {
    let test = test(samples)
    if test.pNegative <= Self.level { return .holds }
    return test.pPositive <= Self.level ? .doesNotHold : .undecided
  }

  /// The size of a difference between two variants.
  package struct Effect: Sendable, Equatable {
    package enum Kind: Sendable { case ratio, difference }
    package var kind: Kind
    package var estimate: Estimate
  }

  /// The median over seeds of the ratio of two variants; for a yes-or-no measure, the difference of
  /// their shares. The factor is ignored. nil without a second variant, and if every seed gives 0/0
  /// or ∞/∞.
  package func effect(_ samples: Samples) -> Effect? {
    guard case .quantity = bound else { return nil }
    let pairs = pairs(samples)
    if quantity.measure.isCount {
      return Share.difference(ofPairs: pairs.map { ($0.value == 1, $0.limit == 1) }).map {
        Effect(kind: .difference, estimate: $0)
      }
    }
    let ratios = pairs.map { $0.value / $0.limit }.filter { !$0.isNaN }
    return Estimate(medianOf: ratios).map { Effect(kind: .ratio, estimate: $0) }
  }

  package var quantities: [Quantity] {
    if case .quantity(let other, _) = bound { return [quantity, other] }
    return [quantity]
  }
}
