import Experiments
import Interface
import NeuralODE

/// All combinations of the values of the swept settings.
struct SweepPlan {
  static let settings = RunSetting.swept.map(\.name)
  /// Options that say how a sweep is run and shown, not what it is.
  private static let ofOneCall = [
    "seeds", "threads", "format", "theme", "color", "ascii", "out", "resume", "shard", "help",
  ]

  var variants: [Variant]
  var seeds: Int
  var firstSeed: UInt64 = 0
  /// The command line in a fixed order, without the number of seeds.
  var words: [String] = []

  init(_ request: SweepRequest) {
    variants = request.cells.map { cell in
      var variant = Variant(cell.name, model: cell.run.model, epochs: request.epochs)
      variant.configuration = cell.run
      return variant
    }
    seeds = request.seeds
    firstSeed = request.cells.first?.run.seed ?? 0
  }

  /// - Throws: `UsageError` for invalid settings and values, and for values that clash.
  @MainActor init(_ options: ParsedOptions) throws {
    let command = options.command
    guard !options.operands.isEmpty else {
      throw UsageError.missingName(
        command: command.name,
        accepted: "SETTING=VALUE,VALUE,... with \(SettingKind.list(Self.settings))")
    }
    var combinations: [(name: String, options: ParsedOptions)] = [("", options)]
    var seen: Set<String> = []
    for operand in options.operands {
      let parts = operand.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let setting = RunSetting.named(String(parts[0]))
      guard parts.count == 2, let setting, Self.settings.contains(setting.name) else {
        throw UsageError.unknownName(
          command: command.name, name: operand,
          suggestion: parts.count == 2
            ? nearest(to: String(parts[0]), among: Self.settings).map { "\($0)=\(parts[1])" } : nil,
          accepted: "SETTING=VALUE,VALUE,... with \(SettingKind.list(Self.settings))")
      }
      let name = setting.name
      guard seen.insert(name).inserted else {
        throw UsageError.clash(
          command: command.name, first: operand, second: name, reason: "it is swept already")
      }
      for option in [setting.option] + setting.flags.map(\.name) where options.has(option) {
        throw options.clash(option, operand, "it is swept")
      }
      let values = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      combinations = try combinations.flatMap { combination in
        try values.map { value in
          let flag = setting.flags.first { $0.word == value }
          let one = try parse(
            [flag.map { "--\($0.name)" } ?? "--\(setting.option)=\(value)"], for: command)
          var changed = combination.options
          changed.values.merge(one.values) { $1 }
          changed.texts.merge(one.texts) { $1 }
          return (
            (combination.name.isEmpty ? "" : combination.name + " ") + "\(name)=\(value)", changed
          )
        }
      }
    }
    // Beside others, a model without added dimensions has one cell for all p, that of 0.
    if seen.isSuperset(of: ["model", "p"]),
      combinations.contains(where: { $0.options.integer("p") == 0 }),
      combinations.contains(where: {
        $0.options.choice("model", ModelFamily.self)?.isAugmented == true
      })
    {
      combinations.removeAll { _, options in
        options.choice("model", ModelFamily.self)?.isAugmented == false
          && options.integer("p") != 0
      }
    }
    guard combinations.count <= SweepBoard.most else {
      throw UsageError.clash(
        command: command.name, first: "\(combinations.count) combinations", second: "one screen",
        reason: "at most \(SweepBoard.most) can be compared")
    }
    guard Set(combinations.map(\.name)).count == combinations.count else {
      throw UsageError.clash(
        command: command.name, first: options.operands.joined(separator: " "), second: "itself",
        reason: "a value occurs twice")
    }
    variants = try combinations.map { name, options in
      let request = try TrainRequest(options)
      let epochs = if case .epochs(let epochs) = request.length { epochs } else { 12 }
      var variant = Variant(name, model: request.configuration.model, epochs: epochs)
      variant.configuration = request.configuration
      return variant
    }
    seeds = options.integer("seeds") ?? 5
    words =
      options.operands
      + command.options.map(\.name).filter { options.has($0) && !Self.ofOneCall.contains($0) }
      .map { name in options.texts[name].map { "--\(name)=\($0)" } ?? "--\(name)" }
  }

  /// The experiment of a file's `words`.
  @MainActor static func experiment(_ words: [String]) -> Result<Experiment, SweepFailure> {
    Result { try SweepPlan(parse(words, for: SweepCommand.description)).experiment }
      .mapError { error in
        let reasons = (error as? InputErrors)?.errors.map(\.description) ?? ["\(error)"]
        return SweepFailure(
          reason: "cannot make its sweep: " + reasons.joined(separator: "; "))
      }
  }

  var experiment: Experiment { .sweep(variants, of: words) }

  var plan: Plan { Plan([experiment], seeds: seeds, sweep: words) }

  /// The first variant with the same points.
  func dataNumber(_ variant: Int) -> Int {
    let data = variants[variant].configuration.data
    return variants.firstIndex { $0.configuration.data == data } ?? variant
  }

  func configuration(_ variant: Int, seed: Int) -> RunConfiguration {
    var configuration = variants[variant].configuration
    configuration.seed = RunSetting.seed(firstSeed, plus: seed)
    return configuration
  }
}
