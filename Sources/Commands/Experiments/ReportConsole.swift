import Canvas
import Experiments
import Platform
import Terminal

/// Prints an experiment's rows as it finishes, and its figures if standard output is a terminal;
/// for a sweep, its table.
struct ReportConsole {
  private let format: ReportFormat
  private let sweepFormat: SweepTable.Format
  private var hasHeader = false
  private let isTerminal = isatty(STDOUT_FILENO) == 1

  /// Prints rows in this format, and a sweep's table in the nearest one.
  init(_ format: ReportFormat) {
    self.format = format
    sweepFormat =
      switch format {
      case .md: .table
      case .csv: .csv
      case .json: .jsonl
      }
  }

  init(_ format: SweepTable.Format) {
    self.format = .md
    sweepFormat = format
  }

  mutating func show(_ experiment: Experiment, _ report: Report) throws(OutputError) {
    if report.plan.sweep != nil {
      return try StandardOutput.write(SweepTable.text(report, sweepFormat))
    }
    let judged = report.rows(experiment)
    let rows = judged.map { format.line($0) }.joined()
    if format == .md {
      let tables = [format.header + rows, Table.effects(judged)]
      try StandardOutput.write(tables.filter { !$0.isEmpty }.joined(separator: "\n") + "\n")
    } else {
      try StandardOutput.write((hasHeader ? "" : format.header) + rows + (isTerminal ? "\n" : ""))
      hasHeader = true
    }
    guard isTerminal else { return }
    let depth: ColorDepth =
      environment("NO_COLOR") != nil
      ? .none : ["truecolor", "24bit"].contains(environment("COLORTERM")) ? .full : .indexed
    let locale = environment("LC_ALL") ?? environment("LC_CTYPE") ?? environment("LANG") ?? ""
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
