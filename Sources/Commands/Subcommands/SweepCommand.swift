import Canvas
import Experiments
import FoundationEssentials
import Platform
import Interface
import NeuralODE
import Terminal

/// `anode sweep`
package enum SweepCommand: Command {
  /// Training options that apply to a single run only.
  nonisolated private static let ofOneRun =
    [
      "iterations", "seed", "format", "load", "save", "every", "precision", "help",
    ] + WeightOptions.descriptions.map(\.name)

  package static var description: CommandDescription {
    CommandDescription(
      name: "sweep", summary: "Train many settings side by side, with several seeds each, live",
      discussion: [
        """
        Each SETTING=VALUE,VALUE,... is swept, in all combinations: \
        \(SettingKind.list(SweepPlan.settings, "and")). Options apply to all. A model without added dimensions is in it once, with p=0. A cell of the screen is one combination: \
        NFE and loss by epoch, median and quartiles over the seeds, and the flow of a middle seed. All runs train \
        together, an epoch in turn, up to \(SweepPool.mostKept) at a time. Arrows choose a cell, ? lists the keys, q quits.
        """,
        """
        Enter opens the chosen cell in the live duel, on the left: the run whose flow it shows continues training there, \
        with its weights, optimiser and history. On the right is the run of the same seed of the cell that the space bar \
        has marked, or else of the other cell with the least loss (if no other has the same points, the same run again). \
        The sweep continues meanwhile, and its own runs are not changed; q returns to it. In a duel, the command \
        :sweep p=0,1,2 seeds=5 epochs=12 sweeps its current settings, and q returns to the duel.
        """,
        """
        Without a terminal, or with --format, the finished table is written instead: loss over the training set, share of \
        points on the wrong side, and NFE. With --out DIR receives the files of anode experiment: a line a run, tables \
        and figures; Ctrl-C keeps the finished runs, and --resume continues. --shard runs only one part, without a screen, \
        into its own file; anode experiment merge joins such files, checks for missing and duplicate runs, and writes the \
        same bytes as a single run.
        """,
      ], operands: "SETTING=VALUE,VALUE...",
      options: TrainCommand.description.options.filter { !ofOneRun.contains($0.name) } + [
        .init("seeds", "N", .integer(1...1000), default: "5", "runs of each setting"),
        .init("threads", "N", .integer(1...1024), default: "one a core", "runs at a time"),
        .init(
          "format", "FORMAT", .choice(SweepTable.Format.words), default: "table",
          "no screen: write the finished runs"),
        .init(
          "out", "DIR", .path, default: "none; with --shard: anode-results",
          "no screen: write runs, tables and figures into this folder"),
        .init(flag: "resume", "continue the same sweep's runs in DIR"),
        .init(
          "shard", "K/N", .text, default: nil, "run only part K of N, as a separate job"),
      ] + ScreenOptions.descriptions,
      examples: [
        .init(
          command: "anode sweep p=0,1,2,5,20 --seeds 5",
          purpose: "The effect of the number of added dimensions, live."),
        .init(
          command: "anode sweep model=node,anode tolerance=1e-3,1e-6 --format csv",
          purpose: "Four settings as a file for a plotting program."),
        .init(
          command: "anode sweep p=0,1,2,5,20 --seeds 100 --shard 2/8 --out results",
          purpose: "The second of eight parts; afterwards, anode experiment merge results/shard-*."),
      ])
  }

  package static func run(_ options: ParsedOptions) throws {
    let plan = try SweepPlan(options)
    let format = options.choice("format", SweepTable.Format.self)
    if options.has("shard"), options.has("format") {
      throw options.clash("shard", "format", "only merged shards have a table")
    }
    if options.has("shard") || options.has("out") {
      let output = ExperimentCommand.output(options)
      var run = try ExperimentRun(plan.plan, options, output, ReportConsole(format ?? .table))
      return try run()
    }
    try options.require("--out or --shard", for: ["resume"])
    let threads = options.integer("threads") ?? ProcessInfo.processInfo.activeProcessorCount
    let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    if format != nil || !isTerminal {
      return try write(plan.plan, threads: threads, format ?? .table)
    }
    try ScreenStack.run(ScreenOptions.terminal(options)) { terminal, wake in
      SweepProgram(
        plan, threads: threads, size: terminal.size, themeName: options.word("theme") ?? "dark",
        colors: terminal.capabilities.colorDepth, glyphs: terminal.capabilities.glyphs,
        isNested: false, pictures: options.choice("pixels") ?? .auto,
        dots: options.choice("glyphs") ?? .auto, painter: PicturePainter(wake: wake.signal),
        wake: wake)
    }.exit()
  }

  /// Runs everything, then writes it in the order of the settings.
  private static func write(_ plan: Plan, threads: Int, _ format: SweepTable.Format) throws {
    let trials = plan.trials
    let pool = TrialPool(trials, threads: threads)
    var progress = PlanProgress(trials)
    var report = Report(plan)
    while let event = pool.next() {
      progress.take(event)
      if case .finished(let result, _) = event { report.add(result) }
    }
    progress.hide()
    try StandardOutput.write(SweepTable.text(report, format))
  }
}
