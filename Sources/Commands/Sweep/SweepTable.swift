import Experiments

/// The finished runs of a sweep, as they are written where there is no screen.
enum SweepTable {
  enum Format: String, CaseIterable {
    /// Columns for a person.
    case table
    /// A row a run.
    case csv
    /// An object a run.
    case jsonl
  }

  /// The text, in the order of the plan, however the runs came about.
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
