import Experiments
import Glibc

/// `anode experiment`: the paper's toy experiments, rerun and judged.
package enum ExperimentCommand: Command {
  /// See `Command`.
  package static let description = CommandDescription(
    name: "experiment", summary: "Rerun the paper's toy experiments, and judge its claims",
    discussion: [
      """
      An experiment trains variants with many seeds, and judges claims by rules that were stated before: holds, \
      does not hold, or undecided, by an exact sign test over the seeds. anode experiment list names them; all runs \
      them all. Rows of the report go to standard output as experiments finish, together with their figures where \
      that is a terminal; progress goes to standard error.
      """,
      """
      DIR receives trials.jsonl (a line a run), report.md, report.csv, timings.csv, and a folder an experiment with \
      its data as CSV and its figures as SVG. Ctrl-C keeps the runs that have finished, and --resume goes on. \
      With --shard only a part is run, into a file of its own; merge joins such files, checks that nothing is \
      missing or doubled, and writes what one run would have written, to the byte. It joins the shards of \
      anode sweep too.
      """,
    ], operands: "list | all | NAME... | merge FILE...",
    options: [
      .init(
        "seeds", "N", .integer(1...1000), default: "20",
        "runs of each variant: their seeds are 0, 1, ..."),
      .init("threads", "N", .integer(1...1024), default: "one a core", "runs at a time"),
      .init(
        "out", "DIR", .path, default: "anode-results",
        "where everything is written; made if it is not there"),
      .init(
        "format", "FORMAT", .choice(ReportFormat.words), default: "md",
        "form of the rows on standard output"),
      .init(flag: "resume", "go on with what DIR holds of the same plan"),
      .init(
        "shard", "K/N", .text, default: nil, "run only part K of N, as a job of its own"),
      .init(
        "epochs", "N", .integer(1...1_000_000), default: "each variant's own",
        "the most passes over the data: for trying out, since rules are made for more"),
    ],
    examples: [
      .init(
        command: "anode experiment nfe-growth --seeds 10",
        purpose: "One experiment, in seconds."),
      .init(
        command: "anode experiment all --out results --resume",
        purpose: "Everything, or what is left of it."),
      .init(
        command: "anode experiment all --shard 2/8 --out results",
        purpose: "The second of eight parts; afterwards, anode experiment merge results/shard-*."),
    ])

  private static let accepted = "list, all, merge FILE..., or names of experiments"

  /// See `Command`.
  package static func run(_ options: ParsedOptions) throws {
    guard let first = options.operands.first else {
      throw UsageError.missingName(command: description.name, accepted: accepted)
    }
    let rest = Array(options.operands.dropFirst())
    switch first {
    case "list":
      try refuse(rest, after: "list")
      try list()
    case "merge":
      for name in ["seeds", "threads", "resume", "shard", "epochs"] where options.has(name) {
        throw UsageError.clash(
          command: description.name, first: "merge", second: options.spelling(name),
          reason: "the files say what they are of")
      }
      guard !rest.isEmpty else { throw UsageError.missingOperand(command: "experiment merge") }
      var run = MergeRun(files: rest, output(options), format(options))
      try run()
    case "all":
      try refuse(rest, after: "all")
      var run = try ExperimentRun(
        plan(Experiment.all, options), options, output(options), ReportConsole(format(options)))
      try run()
    default:
      var run = try ExperimentRun(
        plan(named(options.operands), options), options, output(options),
        ReportConsole(format(options)))
      try run()
    }
  }

  static func format(_ options: ParsedOptions) -> ReportFormat { options.choice("format") ?? .md }

  static func output(_ options: ParsedOptions) -> ExperimentOutput {
    ExperimentOutput(directory: options.word("out") ?? "anode-results")
  }

  private static func plan(_ experiments: [Experiment], _ options: ParsedOptions) -> Plan {
    Plan(
      experiments, seeds: options.integer("seeds") ?? 20, epochs: options.integer("epochs"))
  }

  private static func refuse(_ operands: [String], after word: String) throws(UsageError) {
    guard let operand = operands.first else { return }
    throw .clash(
      command: description.name, first: word, second: operand,
      reason: "\(word) stands by itself")
  }

  /// The experiments of those names, each once, in the order of the catalogue.
  private static func named(_ names: [String]) throws(UsageError) -> [Experiment] {
    for name in names where Experiment.named(name) == nil {
      throw .unknownName(
        command: description.name, name: name,
        suggestion: nearest(
          to: name, among: Experiment.all.map(\.name) + ["list", "all", "merge"]),
        accepted: accepted)
    }
    return Experiment.all.filter { names.contains($0.name) }
  }

  private static func list() throws(OutputError) {
    let width = Experiment.all.map(\.name.count).max() ?? 0
    let lines = Experiment.all.map { experiment in
      experiment.name.padding(to: width + 2) + experiment.summary
        + " (\(experiment.variants.count) variants)\n"
    }
    try StandardOutput.write(lines.joined())
  }
}

extension String {
  /// This text followed by spaces up to a width.
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
