import CellGraphics
import Experiments
import Foundation

/// The folder that experiments write to, and what they write there.
struct ExperimentOutput {
  /// As the person named it.
  let directory: String

  /// The file of a shard's results.
  func trials(_ shard: Shard) -> String { "\(directory)/\(Self.stem(shard)).jsonl" }

  /// The file of its timings.
  func timings(_ shard: Shard) -> String { "\(directory)/\(Self.stem(shard)).timings.jsonl" }

  private static func stem(_ shard: Shard) -> String {
    shard == .whole ? "trials" : "shard-\(shard.index)-of-\(shard.count)"
  }

  /// The timings that belong to a file of results.
  static func timings(beside path: String) -> String {
    (path.hasSuffix(".jsonl") ? String(path.dropLast(6)) : path) + ".timings.jsonl"
  }

  /// Makes the folder, or another in it.
  func prepare(_ name: String = "") throws(OutputFile.Failure) {
    let path = name.isEmpty ? directory : "\(directory)/\(name)"
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      throw OutputFile.Failure(
        path: path,
        reason: cause.map { String(cString: strerror(Int32($0.code))) } ?? "cannot be made")
    }
  }

  /// Data and figures of an experiment that has finished.
  func write(_ experiment: Experiment, _ report: Report) throws(OutputFile.Failure) {
    try prepare(experiment.name)
    let folder = "\(directory)/\(experiment.name)"
    try OutputFile.write(Table.trials(report, experiment), to: "\(folder)/trials.csv")
    try OutputFile.write(Table.curves(report, experiment), to: "\(folder)/curves.csv")
    let painter = FigurePainter(report, experiment)
    for figure in experiment.figures {
      try OutputFile.write(painter.svg(figure), to: "\(folder)/\(figure.name).svg")
    }
  }

  /// The report of a plan that has finished, and the timings apart from it.
  func write(_ report: Report, _ timings: [TrialTiming]) throws(OutputFile.Failure) {
    try OutputFile.write(Table.document(report), to: "\(directory)/report.md")
    // A sweep claims nothing.
    for format in [ReportFormat.csv, .json] where report.plan.sweep == nil {
      let rows = report.plan.experiments.flatMap { report.rows($0) }
      try OutputFile.write(
        format.header + rows.map { format.line($0) }.joined(),
        to: "\(directory)/report.\(format.rawValue)")
    }
    try OutputFile.write(
      Table.timingsCSV(timings, report.plan), to: "\(directory)/timings.csv")
    let tables = report.plan.experiments.map { experiment in
      "## \(experiment.name)\n\n" + Table.timings(timings, experiment)
    }
    try OutputFile.write(tables.joined(separator: "\n"), to: "\(directory)/timings.md")
  }
}

/// Rows on standard output as experiments finish, and their figures where that is a terminal; of a sweep, its table.
struct ReportConsole {
  private let format: ReportFormat
  private let sweepFormat: SweepTable.Format
  private var hasHeader = false
  private let isTerminal = isatty(STDOUT_FILENO) == 1

  /// Rows in a form; the table of a sweep in the like of it.
  init(_ format: ReportFormat) {
    self.format = format
    sweepFormat =
      switch format {
      case .md: .table
      case .csv: .csv
      case .json: .jsonl
      }
  }

  /// The table of a sweep.
  init(_ format: SweepTable.Format) {
    self.format = .md
    sweepFormat = format
  }

  mutating func show(_ experiment: Experiment, _ report: Report) throws(OutputError) {
    if report.plan.sweep != nil {
      return try StandardOutput.write(SweepTable.text(report, sweepFormat))
    }
    let header = hasHeader ? "" : format.header
    hasHeader = true
    let rows = report.rows(experiment).map { format.line($0) }.joined()
    try StandardOutput.write(header + rows)
    guard isTerminal else { return }
    let environment = ProcessInfo.processInfo.environment
    func says(_ name: String) -> String { environment[name] ?? "" }
    let depth: ColorDepth =
      !says("NO_COLOR").isEmpty
      ? .none : ["truecolor", "24bit"].contains(says("COLORTERM")) ? .full : .indexed
    let locale = [says("LC_ALL"), says("LC_CTYPE"), says("LANG")].first { !$0.isEmpty } ?? ""
    let isUTF8 = locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8")
    let painter = FigurePainter(
      report, experiment, theme: depth == .none ? .mono : .dark,
      glyphs: isUTF8 ? .unicode : .ascii)
    let width = max(60, min(100, ProgressLine.columns(of: STDOUT_FILENO) - 1))
    for figure in experiment.figures {
      try StandardOutput.write("\n" + painter.grid(figure, width: width).ansiText(depth))
    }
    try StandardOutput.write("\n")
  }
}
