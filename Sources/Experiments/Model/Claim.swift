import NeuralODE

package struct Claim: Sendable, Equatable {
  /// Verbatim if quoted.
  package var text: String
  /// The heading in the lecture, or the part of a paper.
  package var section: String
  /// Whether the text is quoted, or else says in our words what its source does.
  package var isQuoted: Bool
  package var rule: Rule

  package init(_ text: String, section: String, isQuoted: Bool = true, rule: Rule) {
    self.text = text
    self.section = section
    self.isQuoted = isQuoted
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

  package var measure: Measure
  package var variant: String
  /// Whether the measure must be below the bound, or else above.
  package var isBelow: Bool
  /// The variant whose measure, times the limit, is the bound; nil if the limit is.
  package var other: String?
  package var limit: Double

  /// The significance level.
  package static let level = 0.05

  package static func below(_ measure: Measure, _ variant: String, _ limit: Double) -> Condition {
    Condition(measure: measure, variant: variant, isBelow: true, limit: limit)
  }

  package static func above(_ measure: Measure, _ variant: String, _ limit: Double) -> Condition {
    Condition(measure: measure, variant: variant, isBelow: false, limit: limit)
  }

  package static func below(
    _ measure: Measure, _ variant: String, than other: String, times factor: Double = 1
  ) -> Condition {
    Condition(measure: measure, variant: variant, isBelow: true, other: other, limit: factor)
  }

  package static func above(
    _ measure: Measure, _ variant: String, than other: String, times factor: Double = 1
  ) -> Condition {
    Condition(measure: measure, variant: variant, isBelow: false, other: other, limit: factor)
  }

  package var text: String {
    let times = limit == 1 ? "" : "\(SettingKind.plain(limit)) × "
    return "\(measure.title) of \(variant) \(isBelow ? "<" : ">") "
      + (other.map { "\(times)that of \($0)" } ?? SettingKind.plain(limit))
  }

  /// The measure, and what the limit multiplies, for each seed that has both.
  private func pairs(_ samples: Samples) -> [(value: Double, unit: Double)] {
    samples.seeds(of: variant).compactMap { seed in
      guard let value = samples.value(measure, variant, seed: seed) else { return nil }
      guard let other else { return (value, 1) }
      return samples.value(measure, other, seed: seed).map { (value, $0) }
    }
  }

  /// The signs of measure − bound by seed, turned: a negative sign is for the condition.
  package func test(_ samples: Samples) -> SignTest {
    SignTest(
      pairs(samples).map { value, unit in
        // ∞ − ∞ is NaN, a tie.
        isBelow ? value - limit * unit : limit * unit - value
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
    guard other != nil else { return nil }
    let pairs = pairs(samples)
    if measure.isCount {
      return Share.difference(ofPairs: pairs.map { ($0.value == 1, $0.unit == 1) }).map {
        Effect(kind: .difference, estimate: $0)
      }
    }
    let ratios = pairs.map { $0.value / $0.unit }.filter { !$0.isNaN }
    return Estimate(medianOf: ratios).map { Effect(kind: .ratio, estimate: $0) }
  }

  package var quantities: [Quantity] {
    [variant, other].compactMap { $0 }.map { Quantity(measure: measure, variant: $0) }
  }
}
