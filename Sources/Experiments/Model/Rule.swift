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

  /// A rule of conditions.
  package init(_ conditions: Condition...) { self.conditions = conditions }

  /// A rule of a list of conditions.
  package init(all conditions: [Condition]) { self.conditions = conditions }

  /// The rule in words.
  package var text: String { conditions.map(\.text).joined(separator: "; ") }

  /// The verdict: a condition that fails decides, then one that is undecided.
  package func verdict(_ samples: Samples) -> Verdict {
    let all = conditions.map { $0.verdict(samples) }
    if all.contains(.doesNotHold) { return .doesNotHold }
    return all.contains(.undecided) || all.isEmpty ? .undecided : .holds
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
