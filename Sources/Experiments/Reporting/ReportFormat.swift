import CellGraphics

/// The forms a report has.
package enum ReportFormat: String, Sendable, CaseIterable {
  /// A Markdown table.
  case md
  /// One JSON object a claim and line.
  case json
  /// Comma-separated values.
  case csv

  /// What comes before the first row.
  package var header: String {
    switch self {
    case .md:
      "| experiment | claim | rule | measured: median [quartiles] | verdict |\n|---|---|---|---|---|\n"
    case .json: ""
    case .csv: "experiment,section,claim,rule,measured,p,verdict\n"
    }
  }

  /// The line of a row.
  package func line(_ row: Report.Row) -> String {
    let measured = row.measured.map {
      "\($0.quantity.measure.title) of \($0.quantity.variant): \($0.text)"
    }
    let p = row.tests.map { Self.probability($0.test.pNegative) }
    switch self {
    case .md:
      let conditions = row.tests.map {
        "\($0.condition.text) (\($0.test.negative) of \($0.test.negative + $0.test.positive))"
      }
      return
        "| \(row.experiment) | \u{201C}\(Self.cell(row.claim.text))\u{201D} (\(row.claim.section)) "
        + "| \(Self.cell(conditions.joined(separator: "; "))) "
        + "| \(Self.cell(measured.joined(separator: "; "))) | **\(row.verdict.rawValue)** |\n"
    case .json:
      return TrialFile.line(
        JSONRow(
          experiment: row.experiment, section: row.claim.section, claim: row.claim.text,
          rule: row.claim.rule.text,
          measured: Dictionary(
            uniqueKeysWithValues: row.measured.map {
              ("\($0.quantity.variant)/\($0.quantity.measure.rawValue)", $0.text)
            }), p: row.tests.map(\.test.pNegative), verdict: row.verdict))
    case .csv:
      return [
        row.experiment, row.claim.section, row.claim.text, row.claim.rule.text,
        measured.joined(separator: "; "), p.joined(separator: "; "), row.verdict.rawValue,
      ].map(Table.field).joined(separator: ",") + "\n"
    }
  }

  private struct JSONRow: Encodable {
    var experiment: String
    var section: String
    var claim: String
    var rule: String
    var measured: [String: String]
    var p: [Double]
    var verdict: Verdict
  }

  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
      .split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
  }

  private static func probability(_ p: Double) -> String { NumberText.short(p) }
}
