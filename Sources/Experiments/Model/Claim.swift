/// A claim of the subject, and how it is judged.
package struct Claim: Sendable, Equatable {
  /// The claim, word for word as the lecture has it.
  package var text: String
  /// The heading in the lecture that it is quoted from.
  package var section: String
  /// How it is judged, stated before the run.
  package var rule: Rule

  package init(_ text: String, section: String, rule: Rule) {
    self.text = text
    self.section = section
    self.rule = rule
  }
}

/// What a rule says of a claim.
package enum Verdict: String, Sendable, CaseIterable, Codable {
  /// Every condition holds.
  case holds
  /// The opposite of some condition holds.
  case doesNotHold = "does not hold"
  /// Too few seeds, or too much spread, to say.
  case undecided
}

/// A rule, stated before the run: all of its conditions together. A pure function of the samples.
package struct Rule: Sendable, Equatable {
  /// What it asks; at least one.
  package var conditions: [Condition]

  package init(_ conditions: Condition...) { self.conditions = conditions }

  package init(all conditions: [Condition]) { self.conditions = conditions }

  package var text: String { conditions.map(\.text).joined(separator: "; ") }

  /// The verdict: a condition that fails decides, then one that is undecided.
  package func verdict(_ samples: Samples) -> Verdict {
    let all = conditions.map { $0.verdict(samples) }
    if all.contains(.doesNotHold) { return .doesNotHold }
    return all.contains(.undecided) || all.isEmpty ? .undecided : .holds
  }

  /// p of the rule: the greatest p of its conditions, since all of them have to hold
  /// (intersection–union test; Berger 1982, DOI 10.1080/00401706.1982.10487790). 1 of none.
  package func p(_ samples: Samples) -> Double {
    conditions.map { $0.test(samples).pNegative }.max() ?? 1
  }

  /// What it speaks of, each once.
  package var quantities: [Condition.Quantity] {
    var result: [Condition.Quantity] = []
    for quantity in conditions.flatMap(\.quantities) where !result.contains(quantity) {
      result.append(quantity)
    }
    return result
  }
}

/// A bound as a person writes it.
func plain(_ number: Double) -> String {
  Int(exactly: number).map(String.init) ?? "\(number)"
}

/// One thing that a rule asks: that a measure of a variant is typically below a bound, or below the
/// same measure of another variant with the same seed, times a factor.
///
/// It holds when the exact sign test over the seeds finds p ≤ 0.05 for it, fails when the test
/// finds p ≤ 0.05 for the opposite, and is undecided between.
package struct Condition: Sendable, Equatable {
  /// A measure of a variant.
  package struct Quantity: Sendable, Equatable {
    package var measure: Measure
    package var variant: String
  }

  /// What a quantity is set against.
  package enum Bound: Sendable, Equatable {
    case number(Double)
    /// A measure of another variant, times a factor.
    case quantity(Quantity, factor: Double)
  }

  /// What is to be on one side.
  package var quantity: Quantity
  /// Is it to be below the bound, or above?
  package var isBelow: Bool
  package var bound: Bound

  /// The significance level.
  package static let level = 0.05

  /// The measure of a variant is below a number.
  package static func below(_ measure: Measure, _ variant: String, _ bound: Double) -> Condition {
    Condition(
      quantity: Quantity(measure: measure, variant: variant), isBelow: true, bound: .number(bound))
  }

  /// The measure of a variant is above a number.
  package static func above(_ measure: Measure, _ variant: String, _ bound: Double) -> Condition {
    Condition(
      quantity: Quantity(measure: measure, variant: variant), isBelow: false, bound: .number(bound))
  }

  /// The measure of a variant is below that of another, times a factor.
  package static func below(
    _ measure: Measure, _ variant: String, than other: String, times factor: Double = 1
  ) -> Condition {
    Condition(
      quantity: Quantity(measure: measure, variant: variant), isBelow: true,
      bound: .quantity(Quantity(measure: measure, variant: other), factor: factor))
  }

  /// The measure of a variant is above that of another, times a factor.
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

  /// What the bound is multiplied by.
  private var factor: Double {
    if case .quantity(_, let factor) = bound { return factor }
    return 1
  }

  /// The quantity and what it is set against, without a factor, of each seed that has both.
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

  /// The signs of quantity less bound, seed by seed, turned so that negative is for the condition.
  package func test(_ samples: Samples) -> SignTest {
    SignTest(
      pairs(samples).map { value, limit in
        // Two infinities are a tie.
        isBelow ? value - factor * limit : factor * limit - value
      })
  }

  /// What the samples say of it.
  package func verdict(_ samples: Samples) -> Verdict {
    let test = test(samples)
    if test.pNegative <= Self.level { return .holds }
    return test.pPositive <= Self.level ? .doesNotHold : .undecided
  }

  /// How far apart two variants are.
  package struct Effect: Sendable, Equatable {
    package enum Kind: Sendable { case ratio, difference }
    package var kind: Kind
    package var estimate: Estimate
  }

  /// Of a condition on two variants: the median over seeds of the ratio of the first to the second;
  /// of a yes-or-no measure, the share of the first minus that of the second. The factor has no
  /// part in it. Nil where there is no second variant, and where every seed gives 0/0 or ∞/∞.
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

  /// What it speaks of.
  package var quantities: [Quantity] {
    if case .quantity(let other, _) = bound { return [quantity, other] }
    return [quantity]
  }
}
