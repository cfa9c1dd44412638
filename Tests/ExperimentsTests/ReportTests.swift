import Canvas
@testable import Experiments
import Foundation
import NeuralODE
import Testing

@Suite("Reports, tables and figures say what the trials found")
struct ReportTests {
  private let plan = Plan([pointsExperiment], seeds: 3)

  @Test("Figures are drawn with or without results, in every theme and in ASCII")
  func figures() {
    let done = results(plan.trials)
    for report in [Report(plan), Report(plan, results: done)] {
      for figure in pointsExperiment.figures {
        for glyphs in GlyphSet.allCases {
          let painter = FigurePainter(report, pointsExperiment, theme: .mono, glyphs: glyphs)
          let text = painter.grid(figure, width: 90).plainText
          #expect(text.contains(figure.title))
          if glyphs == .ascii { #expect(text.utf8.allSatisfy { $0 < 0x80 }) }
        }
        #expect(FigurePainter(report, pointsExperiment).svg(figure).hasPrefix("<svg"))
      }
    }
    let text = FigurePainter(Report(plan, results: done), pointsExperiment).grid(
      pointsExperiment.figures[0]
    ).plainText
    for name in ["node", "anode", "resnet"] { #expect(text.contains(name)) }
  }

  @Test("CSV fields are quoted where needed, and each row has as many as the header")
  func tables() {
    #expect(Table.field("a,\"b\"") == "\"a,\"\"b\"\"\"")
    let report = Report(plan, results: results(plan.trials))
    for text in [Table.trials(report, pointsExperiment), Table.curves(report, pointsExperiment)] {
      let counts = text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).count
      }
      #expect(Set(counts).count == 1 && counts.count > 9)
    }
    for format in ReportFormat.allCases {
      let line = report.rows(pointsExperiment).map { format.line($0) }.joined()
      #expect(line.contains("undecided") && line.hasSuffix("\n"))
    }
  }

  /// A made-up result.
  private func result(_ trial: Trial, _ measures: [Measure: Double]) throws -> TrialResult {
    let numbers = measures.map { "\"\($0.key.rawValue)\":\($0.value)" }.joined(separator: ",")
    let id = TrialFile.line(trial.id)
    let text = "{\"id\":\(id),\"digest\":\"\",\"measures\":{\(numbers)},\"curves\":{}}"
    return try JSONDecoder().decode(TrialResult.self, from: Data(text.utf8))
  }

  @Test("A report has the failed condition, the claim's p-value, Holm's correction and the effect")
  func judged() throws {
    var experiment = pointsExperiment
    experiment.claims = [
      Claim(
        "one fails", section: "here",
        rule: Rule(
          .below(.loss, "anode", than: "node"), .above(.loss, "anode", than: "node", times: 2))),
      Claim("holds", section: "here", rule: Rule(.below(.loss, "anode", than: "node"))),
    ]
    let plan = Plan([experiment], seeds: 6)
    let report = Report(
      plan,
      results: try plan.trials.map {
        try result($0, [.loss: $0.id.variant == "anode" ? 0.25 : 1])
      })
    let rows = report.rows(experiment)
    #expect(rows.map(\.p) == [1, 1.0 / 64] && rows.map(\.adjustedP) == [1, 1.0 / 32])
    let fields = ReportFormat.md.line(rows[0]).split(separator: "|").map(String.init)
    #expect(fields[2].contains("that of node (6 of 6)"))
    #expect(fields[2].contains("2 × that of node (0 of 6: does not hold)"))
    #expect(fields[5].contains("**does not hold**"))
    #expect(ReportFormat.md.line(rows[1]).contains("| 0.0156 (0.0313) | **holds** |"))
    for text in ["0.2500 [0.2500, 0.2500]", "holds; does not hold"] {
      #expect(ReportFormat.csv.line(rows[0]).contains(text))
    }
    #expect(
      Table.effects(report.rows(experiment)).split(separator: "\n").dropFirst(2) == [
        "| loss: anode / node | &lt; 1 | 0.2500 [0.2500, 0.2500] | 0.0156 |",
        "| loss: anode / node | > 2 | 0.2500 [0.2500, 0.2500] | 1 |",
      ])
  }

  @Test(
    "Comparisons of every experiment fit into 120 columns",
    arguments: Experiment.catalogue.map(\.name))
  func width(name: String) throws {
    var experiment = try #require(Experiment.named(name))
    // The images do not matter here.
    experiment.images = nil
    let plan = Plan([experiment], seeds: 5)
    // Ratios of four digits, and so few seeds that the confidence is printed, too.
    let order = Dictionary(
      uniqueKeysWithValues: experiment.variants.enumerated().map { ($0.element.name, $0.offset) })
    let results = try plan.trials.map { trial in
      let value = 1 / Double(7 + (order[trial.id.variant] ?? 0))
      let measures = Dictionary(uniqueKeysWithValues: Measure.allCases.map { ($0, value) })
      return try result(trial, measures)
    }
    let report = Report(plan, results: results)
    let hasComparison = experiment.claims.flatMap(\.rule.conditions).contains {
      $0.quantities.count > 1
    }
    let lines = Table.effects(report.rows(experiment)).split(separator: "\n")
    #expect(lines.isEmpty != hasComparison)
    for line in lines { #expect(line.count <= 120, "\(line)") }
  }
}
