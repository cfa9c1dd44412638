import Canvas
import Experiments
import FoundationEssentials
import Glibc

/// Rows on standard output as experiments finish, and their figures where that is a terminal; of a
/// sweep, its table.
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
    let rows = report.rows(experiment).map { format.line($0) }.joined()
    if format == .md {
      let tables = [format.header + rows, Table.effects(report, experiment)]
      try StandardOutput.write(tables.filter { !$0.isEmpty }.joined(separator: "\n") + "\n")
    } else {
      try StandardOutput.write((hasHeader ? "" : format.header) + rows + (isTerminal ? "\n" : ""))
      hasHeader = true
    }
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
      try StandardOutput.write(painter.grid(figure, width: width).ansiText(depth) + "\n")
    }
  }
}
