import CellGraphics
import Experiments
import Foundation
import Interface
import Terminal

/// `anode sweep`: settings side by side, live or as a table.
package enum SweepCommand: Command {
  /// How the table is written where there is no screen.
  enum Format: String, CaseIterable {
    /// Columns for a person.
    case table
    /// A row a run.
    case csv
    /// An object a run.
    case jsonl
  }

  /// Options of training that one run has and a sweep has not.
  nonisolated private static let ofOneRun = [
    "iterations", "seed", "format", "load", "save", "every", "precision", "help",
  ]

  /// See `Command`.
  package static let description = CommandDescription(
    name: "sweep", summary: "Train many settings side by side, with several seeds each, live",
    discussion: [
      """
      Each SETTING=VALUE,VALUE,... is swept, in all combinations: \
      \(OptionKind.list(SweepPlan.settings, "and")). Options hold for all. A cell of the screen is one combination: \
      the flow of its first seed, and NFE and loss by epoch, median and quartiles over the seeds. All runs train \
      together, an epoch in turn. Arrows choose a cell, Enter shows it large, q quits.
      """,
      """
      Without a terminal, or with --format, the finished table is written instead: loss over the training set, \
      share of points on the wrong side, and NFE.
      """,
    ], operands: "SETTING=VALUE,VALUE...",
    options: TrainCommand.description.options.filter { !ofOneRun.contains($0.name) } + [
      .init("seeds", "N", .integer(1...1000), default: "5", "runs of each setting"),
      .init("threads", "N", .integer(1...1024), default: "one a core", "runs at a time"),
      .init(
        "format", "FORMAT", .choice(Format.words), default: "table",
        "no screen, as without a terminal: write the finished runs"),
      .init(
        "theme", "NAME", .choice(["dark", "light", "high-contrast"]), default: "dark",
        "colours of the screen"),
      .init(
        "color", "DEPTH", .choice(["auto", "never", "16", "256"]), default: "auto",
        "colours used"),
      .init(flag: "ascii", "draw with ASCII characters only"),
    ],
    examples: [
      .init(
        command: "anode sweep p=0,1,2,5,20 --seeds 5",
        purpose: "How many augmented dimensions it takes, live."),
      .init(
        command: "anode sweep model=node,anode tolerance=1e-3,1e-6 --format csv",
        purpose: "Four settings as a file for a plotting program."),
    ])

  /// See `Command`.
  package static func run(_ options: ParsedOptions) throws {
    let plan = try SweepPlan(options)
    let threads = options.integer("threads") ?? ProcessInfo.processInfo.activeProcessorCount
    let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    if options.has("format") || !isTerminal {
      return try write(plan, threads: threads, options.choice("format") ?? .table)
    }
    let terminal = try Terminal(
      TerminalOptions(color: options.choice("color") ?? .auto, isASCII: options.has("ascii")))
    defer { terminal.close() }
    let capabilities = terminal.capabilities
    let theme =
      capabilities.colorDepth == .none
      ? Theme.mono : options.word("theme").flatMap { Theme.named($0) } ?? .dark
    let program = try SweepProgram(
      plan, threads: threads, size: terminal.size, theme: theme,
      glyphs: capabilities.isUTF8 ? .unicode : .ascii)
    let ending = terminal.run(program, wake: program.wakeDescriptor, frameRate: 20)
    terminal.close()
    ending.exit()
  }

  /// Runs everything and writes it, in the order of the settings.
  private static func write(_ sweep: SweepPlan, threads: Int, _ format: Format) throws {
    let plan = Plan([sweep.experiment], seeds: sweep.seeds)
    let experiment = plan.experiments[0]
    let trials = plan.trials
    let pool = TrialPool(trials, threads: threads)
    var progress = PlanProgress(trials)
    var results: [TrialResult] = []
    while let event = pool.next() {
      progress.take(event)
      if case .finished(let result, _) = event { results.append(result) }
    }
    progress.hide()
    let report = Report(plan, results: results)
    switch format {
    case .csv: try StandardOutput.write(Table.trials(report, experiment))
    case .jsonl:
      let file = TrialFile(header: .init(plan, shard: .whole), results: results)
      try StandardOutput.write(
        file.ordered(by: plan).results.map { TrialFile.line($0) }.joined())
    case .table:
      let samples = report.samples(experiment)
      var table = TextTable(["setting"] + experiment.measures.map(\.title))
      table.rows = experiment.variants.map { variant in
        [variant.name]
          + experiment.measures.map { Report.summary(samples.values($0, variant.name), $0) }
      }
      try StandardOutput.write(table.text)
    }
  }
}
