import Experiments
import NeuralODE

/// What is swept: all combinations of the values that settings are given.
struct SweepPlan {
  /// The settings that can be swept, by the option that sets each.
  static let settings = [
    "p", "hidden", "tolerance", "learning-rate", "data", "model", "activation", "batch", "solver",
    "weight-decay",
  ]
  /// The most combinations: what a person can compare.
  static let most = 48

  /// A name, such as "p=5", and what it trains.
  var variants: [Variant]
  /// Seeds of each.
  var seeds: Int

  /// The sweep of a command line.
  ///
  /// - Throws: `UsageError` for a setting or a value that is not accepted; for values that clash.
  @MainActor init(_ options: ParsedOptions) throws {
    let command = options.command
    guard !options.operands.isEmpty else {
      throw UsageError.missingName(
        command: command.name,
        accepted: "SETTING=VALUE,VALUE,... with \(OptionKind.list(Self.settings))")
    }
    var combinations: [(name: String, options: ParsedOptions)] = [("", options)]
    var seen: Set<String> = []
    for operand in options.operands {
      let parts = operand.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard parts.count == 2, Self.settings.contains(name) else {
        throw UsageError.unknownName(
          command: command.name, name: operand,
          suggestion: parts.count == 2
            ? nearest(to: name, among: Self.settings).map { "\($0)=\(parts[1])" } : nil,
          accepted: "SETTING=VALUE,VALUE,... with \(OptionKind.list(Self.settings))")
      }
      guard seen.insert(name).inserted else {
        throw UsageError.clash(
          command: command.name, first: operand, second: name, reason: "it is swept already")
      }
      if options.has(name) {
        throw options.clash(name, nil, operand, nil, "it is swept")
      }
      let values = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      combinations = try combinations.flatMap { combination in
        try values.map { value in
          let one = try parse(["--\(name)=\(value)"], for: command)
          var changed = combination.options
          changed.values.merge(one.values) { $1 }
          changed.texts.merge(one.texts) { $1 }
          return (
            (combination.name.isEmpty ? "" : combination.name + " ") + "\(name)=\(value)", changed
          )
        }
      }
    }
    guard combinations.count <= Self.most else {
      throw UsageError.clash(
        command: command.name, first: "\(combinations.count) combinations", second: "one screen",
        reason: "at most \(Self.most) can be compared")
    }
    guard Set(combinations.map(\.name)).count == combinations.count else {
      throw UsageError.clash(
        command: command.name, first: options.operands.joined(separator: " "), second: "itself",
        reason: "a value is there twice")
    }
    variants = try combinations.map { name, options in
      let request = try TrainRequest(options)
      let epochs = if case .epochs(let epochs) = request.length { epochs } else { 12 }
      var variant = Variant(name, model: request.configuration.model, epochs: epochs)
      variant.configuration = request.configuration
      return variant
    }
    seeds = options.integer("seeds") ?? 5
  }

  /// The sweep as an experiment that claims nothing.
  var experiment: Experiment {
    Experiment(
      name: "sweep", summary: "", claims: [], variants: variants,
      measures: [.loss, .error, .nfe, .largestNFE], figures: [])
  }
}
