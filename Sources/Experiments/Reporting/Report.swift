import Canvas

/// The results of a plan's finished trials.
package struct Report: Sendable {
  package let plan: Plan
  private var results: [Trial.ID: TrialResult] = [:]
  private let expected: [String: Int]

  package init(_ plan: Plan, results: [TrialResult] = []) {
    self.plan = plan
    expected = Dictionary(
      uniqueKeysWithValues: plan.experiments.map {
        ($0.name, $0.variants.count * plan.seeds(of: $0))
      })
    for result in results { self.results[result.id] = result }
  }

  package mutating func add(_ result: TrialResult) { results[result.id] = result }

  package func isComplete(_ experiment: Experiment) -> Bool {
    results.keys.count { $0.experiment == experiment.name } == expected[experiment.name]
  }

  /// Results of a variant by ascending seed.
  package func results(_ experiment: Experiment, _ variant: String) -> [TrialResult] {
    (0..<UInt64(plan.seeds(of: experiment))).compactMap {
      results[Trial.ID(experiment: experiment.name, variant: variant, seed: $0)]
    }
  }

  package func samples(_ experiment: Experiment) -> Samples {
    var samples = Samples()
    for variant in experiment.variants {
      for result in results(experiment, variant.name) {
        samples.put(result.byMeasure, variant: variant.name, seed: result.id.seed)
      }
    }
    return samples
  }

  /// A judged claim.
  package struct Row: Sendable {
    package var experiment: String
    package var claim: Claim
    /// Each quantity's median and quartiles over seeds, or count of runs.
    package var measured: [(quantity: Condition.Quantity, text: String)]
    /// Each condition with its test and, if it compares two variants, its effect.
    package var tests:
      [(condition: Condition, test: SignTest, verdict: Verdict, effect: Condition.Effect?)]
    package var p: Double
    /// p adjusted for the number of the experiment's claims.
    package var adjustedP: Double
    package var verdict: Verdict
  }

  package func rows(_ experiment: Experiment) -> [Row] {
    let samples = samples(experiment)
    let p = experiment.claims.map { $0.rule.p(samples) }
    return zip(experiment.claims, zip(p, holm(p))).map { claim, p in
      Row(
        experiment: experiment.name, claim: claim,
        measured: claim.rule.quantities.map {
          ($0, Self.summary(samples.values($0.measure, $0.variant), $0.measure))
        },
        tests: claim.rule.conditions.map {
          ($0, $0.test(samples), $0.verdict(samples), $0.effect(samples))
        },
        p: p.0, adjustedP: p.1, verdict: claim.rule.verdict(samples))
    }
  }

  /// Median and quartiles, or the count of a yes-or-no measure: "0.0031 [0.0024, 0.0040]", "3 of
  /// 20".
  package static func summary(_ values: [Double], _ measure: Measure) -> String {
    guard let quartiles = Quartiles(values) else { return "-" }
    if measure.isCount { return "\(values.count { $0 == 1 }) of \(values.count)" }
    return words(quartiles)
  }

  static func words(_ quartiles: Quartiles) -> String {
    "\(number(quartiles.median)) [\(number(quartiles.lower)), \(number(quartiles.upper))]"
  }

  /// An estimate, with its confidence if below 95 %: "0.0890 [0.0610, 0.1400]", "0.9300 [0.8800,
  /// 0.9500] (94 %)".
  static func words(_ estimate: Estimate) -> String {
    let interval = "[\(number(estimate.lower)), \(number(estimate.upper))]"
    let confidence =
      estimate.confidence < Estimate.confidence
      ? " (\(NumberText.fixed(100 * estimate.confidence, 0)) %)" : ""
    return "\(number(estimate.value)) \(interval)\(confidence)"
  }

  package static func number(_ value: Double) -> String {
    guard value.isFinite else { return "\u{221E}" }
    if value == value.rounded() && abs(value) < 1e6 { return String(Int(value)) }
    // Ratios near 1 differ in their third decimal.
    return (1..<10).contains(abs(value)) ? NumberText.fixed(value, 3) : NumberText.short(value)
  }
}

package enum ReportFormat: String, Sendable, CaseIterable {
  /// A Markdown table.
  case md
  /// A JSON object per line and claim.
  case json
  case csv

  package var header: String {
    switch self {
    case .md:
      "| experiment | claim | rule | measured: median [quartiles] | p (Holm) | verdict |\n|---|---|---|---|---|---|\n"
    case .json: ""
    case .csv:
      "experiment,section,claim,rule,measured,effects,p,pOfClaim,pHolm,verdicts,verdict\n"
    }
  }

  package func line(_ row: Report.Row) -> String {
    let measured = row.measured.map {
      "\($0.quantity.measure.title) of \($0.quantity.variant): \($0.text)"
    }
    let effects = row.tests.map { $0.effect.map { Report.words($0.estimate) } ?? "" }
    switch self {
    case .md:
      let conditions = row.tests.map {
        "\($0.condition.text) (\($0.test.negative) of \($0.test.negative + $0.test.positive)"
          + ($0.verdict == .holds ? ")" : ": \($0.verdict.rawValue))")
      }
      let text = Self.cell(row.claim.text)
      return
        "| \(row.experiment) | \(row.claim.isQuoted ? "\u{201C}\(text)\u{201D}" : text) (\(row.claim.section)) "
        + "| \(Self.cell(conditions.joined(separator: "; "))) "
        + "| \(Self.cell(measured.joined(separator: "; "))) "
        + "| \(Report.number(row.p)) (\(Report.number(row.adjustedP))) "
        + "| **\(row.verdict.rawValue)** |\n"
    case .json:
      return TrialFile.line(
        JSONRow(
          experiment: row.experiment, section: row.claim.section, claim: row.claim.text,
          rule: row.claim.rule.text,
          measured: Dictionary(
            uniqueKeysWithValues: row.measured.map {
              ("\($0.quantity.variant)/\($0.quantity.measure.rawValue)", $0.text)
            }), effects: effects, p: row.tests.map(\.test.pNegative), pOfClaim: row.p,
          pHolm: row.adjustedP, verdicts: row.tests.map(\.verdict), verdict: row.verdict))
    case .csv:
      return Table.line([
        row.experiment, row.claim.section, row.claim.text, row.claim.rule.text,
        measured.joined(separator: "; "), effects.joined(separator: "; "),
        row.tests.map { Report.number($0.test.pNegative) }.joined(separator: "; "),
        Report.number(row.p), Report.number(row.adjustedP),
        row.tests.map(\.verdict.rawValue).joined(separator: "; "), row.verdict.rawValue,
      ])
    }
  }

  private struct JSONRow: Encodable {
    var experiment: String
    var section: String
    var claim: String
    var rule: String
    var measured: [String: String]
    /// One per condition, as `p` and `verdicts`; empty if a variant is compared with a number.
    var effects: [String]
    var p: [Double]
    var pOfClaim: Double
    var pHolm: Double
    var verdicts: [Verdict]
    var verdict: Verdict
  }

  static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
      .split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
  }
}
