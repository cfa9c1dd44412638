import Experiments
import Platform
import NeuralODE

/// `anode experiment`
package enum ExperimentCommand: Command {
  package static let description = CommandDescription(
    name: "experiment", summary: "Rerun the paper's experiments, and judge its claims",
    discussion: [
      """
      An experiment trains variants with many seeds, and judges claims by rules fixed in advance: holds, does not \
      hold, or undecided, by an exact sign test over the seeds. anode experiment list names them; all runs every one \
      that needs no files of yours. Report rows go to standard output as experiments finish, with their figures if \
      that is a terminal; progress goes to standard error.
      """,
      """
      DIR receives trials.jsonl (a line a run), report.md, report.csv, timings.csv, and a folder for each experiment \
      with its data as CSV and its figures as SVG. Ctrl-C keeps the finished runs; --resume continues. --shard runs \
      only one part, into its own file; merge joins such files, checks for missing and duplicate runs, and writes the \
      same bytes as a single run. It joins the shards of anode sweep too.
      """,
      """
      images-mnist and images-cifar10 train on your files, which --images names: mnist:DIR or cifar10:DIR, as in anode \
      images. All of their models have about as many parameters as an ANODE of --filters. Full-size images take hours; \
      progress shows the time left.
      """,
    ], operands: "list | all | NAME... | merge FILE...",
    options: [
      .init(
        "seeds", "N", .integer(1...1000), default: "20; on images: 5",
        "runs of each variant, with seeds 0, 1, ..."),
      .init("threads", "N", .integer(1...1024), default: "one a core", "runs at a time"),
      .init(
        "out", "DIR", .path, default: "anode-results",
        "the output folder; made if missing"),
      .init(
        "format", "FORMAT", .choice(ReportFormat.words), default: "md",
        "format of the rows on standard output"),
      .init(flag: "resume", "continue the same plan's runs in DIR"),
      .init(
        "shard", "K/N", .text, default: nil, "run only part K of N, as a separate job"),
      .init(
        "epochs", "N", .integer(1...1_000_000), default: "each variant's own",
        "at most N passes over the data: for trials, since the rules assume more"),
      .init(
        "images", "SOURCE", .text, default: nil,
        "the files of images-mnist or images-cifar10: " + SettingKind.list(forms)),
    ] + ImageOptions.descriptions + [
      .init(
        "filters", "N", .integer(1...1024), default: "64",
        "filters of the ANODE of --images whose number of parameters all models have")
    ],
    examples: [
      .init(
        command: "anode experiment nfe-growth --seeds 10",
        purpose: "One experiment, in seconds."),
      .init(
        command: "anode experiment all --out results --resume",
        purpose: "Everything that has not finished yet."),
      .init(
        command: "anode experiment images-mnist --images mnist:mnist --size 14 --filters 32",
        purpose:
          "MNIST's files in the folder mnist, at 14×14: p = 0, 1, 2, 5, 10 at equal parameters."),
      .init(
        command: "anode experiment all --shard 2/8 --out results",
        purpose: "The second of eight parts; afterwards, anode experiment merge results/shard-*."),
    ])

  nonisolated private static let forms = ImageDemand.Source.allCases.compactMap(\.form)
  private static let accepted = "list, all, merge FILE..., or names of experiments"

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
      for name in ["seeds", "threads", "resume", "shard", "epochs", "images"]
      where options.has(name) {
        throw UsageError.clash(
          command: description.name, first: "merge", second: options.spelling(name),
          reason: "the files determine it")
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

  private static func plan(_ experiments: [Experiment], _ options: ParsedOptions) throws -> Plan {
    Plan(
      experiments, seeds: options.integer("seeds"), epochs: options.integer("epochs"),
      images: try files(of: experiments, options))
  }

  /// The images for experiments on the user's files; nil without such experiments.
  private static func files(
    of experiments: [Experiment], _ options: ParsedOptions
  ) throws -> PlanImages? {
    let demands = experiments.compactMap { experiment in
      experiment.images.flatMap { images in
        images.source.form.map { (name: experiment.name, source: images.source, form: $0) }
      }
    }
    guard let demand = demands.first else {
      try options.require(
        "images-mnist or images-cifar10", for: ["images", "size", "limit", "filters"])
      return nil
    }
    guard options.has("images") else {
      throw UsageError.refused(
        command: description.name,
        reason: "\(demand.name) needs your files: --images \(demand.form)")
    }
    let source = try ImageOptions.source(options, option: "images", default: "", forms: forms)
    for demand in demands where !demand.source.accepts(source) {
      throw UsageError.badValue(
        command: description.name, option: "--images", value: options.word("images") ?? "",
        accepted: "\(demand.form) for \(demand.name)", suggestion: nil)
    }
    return PlanImages(
      try ImageOptions.load(source, options), filters: options.integer("filters"))
  }

  private static func refuse(_ operands: [String], after word: String) throws(UsageError) {
    guard let operand = operands.first else { return }
    throw .clash(
      command: description.name, first: word, second: operand,
      reason: "\(word) takes no other arguments")
  }

  /// Each once, in the order of the catalogue.
  private static func named(_ names: [String]) throws(UsageError) -> [Experiment] {
    for name in names where Experiment.named(name) == nil {
      throw .unknownName(
        command: description.name, name: name,
        suggestion: nearest(
          to: name, among: Experiment.catalogue.map(\.name) + ["list", "all", "merge"]),
        accepted: accepted)
    }
    return Experiment.catalogue.filter { names.contains($0.name) }
  }

  private static func list() throws(OutputError) {
    let width = Experiment.catalogue.map(\.name.count).max() ?? 0
    let lines = Experiment.catalogue.map { experiment in
      experiment.name.filled(to: width + 2) + experiment.summary
        + " (\(experiment.variants.count) variants"
        + (experiment.images?.source.form.map { "; needs --images \($0)" } ?? "") + ")\n"
    }
    try StandardOutput.write(lines.joined())
  }
}
