import Experiments

/// The finished runs of a sweep, without a screen.
enum SweepTable {
  enum Format: String, CaseIterable {
    case table
    /// A row a run.
    case csv
    /// An object a run.
    case jsonl
  }

  /// In the plan's order, whatever the order of the runs.
  static func text(_ report: Report, _ format: Format) -> String {
    report.plan.experiments.map { text(report, $0, format) }.joined()
  }

  private static func text(
    _ report: Report, _ experiment: Experiment, _ format: Format
  ) -> String {
    switch format {
    case .csv: return Table.trials(report, experiment)
    case .jsonl:
      return experiment.variants.flatMap { report.results(experiment, $0.name) }
        .map { TrialFile.line($0) }.joined()
    case .table:
      let samples = report.samples(experiment)
      var table = TextTable(["setting"] + experiment.measures.map(\.title))
      table.rows = experiment.variants.map { variant in
        [variant.name]
          + experiment.measures.map {
            $0.isKnown(of: variant.configuration)
              ? Report.summary(samples.values($0, variant.name), $0) : "-"
          }
      }
      return table.text
    }
  }
}
