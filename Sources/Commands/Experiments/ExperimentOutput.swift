import Experiments

/// The output folder of experiments.
struct ExperimentOutput {
  /// As the user named it.
  let directory: String

  /// A resumed run replaces its tables and figures.
  static let permission = WritePermission.person(force: true)

  func trials(_ shard: Shard) -> String { "\(directory)/\(Self.stem(shard)).jsonl" }

  func timings(_ shard: Shard) -> String { "\(directory)/\(Self.stem(shard)).timings.jsonl" }

  private static func stem(_ shard: Shard) -> String {
    shard == .whole ? "trials" : "shard-\(shard.index)-of-\(shard.count)"
  }

  static func timings(beside path: String) -> String {
    (path.hasSuffix(".jsonl") ? String(path.dropLast(6)) : path) + ".timings.jsonl"
  }

  /// Makes the folder, or a folder in it.
  func prepare(_ name: String = "") throws(WriteFailure) {
    let path = name.isEmpty ? directory : "\(directory)/\(name)"
    try WritePermission.makeFolder(path, option: "--out")
  }

  /// Writes the data and figures of a finished experiment.
  func write(_ experiment: Experiment, _ report: Report) throws(WriteFailure) {
    try prepare(experiment.name)
    let folder = "\(directory)/\(experiment.name)"
    try Self.permission.write(Table.trials(report, experiment), to: "\(folder)/trials.csv")
    try Self.permission.write(Table.curves(report, experiment), to: "\(folder)/curves.csv")
    let painter = FigurePainter(report, experiment)
    for figure in experiment.figures {
      try Self.permission.write(painter.svg(figure), to: "\(folder)/\(figure.name).svg")
    }
  }

  /// Writes the report of a finished plan, and the timings in separate files.
  func write(_ report: Report, _ timings: [TrialTiming]) throws(WriteFailure) {
    try Self.permission.write(Table.document(report), to: "\(directory)/report.md")
    // A sweep makes no claims.
    for format in [ReportFormat.csv, .json] where report.plan.sweep == nil {
      let rows = report.plan.experiments.flatMap { report.rows($0) }
      try Self.permission.write(
        format.header + rows.map { format.line($0) }.joined(),
        to: "\(directory)/report.\(format.rawValue)")
    }
    try Self.permission.write(
      Table.timingsCSV(timings, report.plan), to: "\(directory)/timings.csv")
    let tables = report.plan.experiments.map { experiment in
      "## \(experiment.name)\n\n" + Table.timings(timings, experiment)
    }
    try Self.permission.write(tables.joined(separator: "\n"), to: "\(directory)/timings.md")
  }
}
