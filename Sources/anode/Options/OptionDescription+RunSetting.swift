import NeuralODE

extension OptionDescription {
  /// The option that sets a setting of a run.
  ///
  /// - Parameters:
  ///   - name: where a command calls it otherwise.
  ///   - published: what holds without it, where that is not as published.
  init(_ setting: RunSetting, named name: String? = nil, default published: String? = nil) {
    self.init(
      name ?? setting.name, setting.metavar, OptionKind(setting.kind),
      default: published ?? setting.published, setting.help)
  }
}

extension OptionKind {
  /// What the option of a setting takes.
  init(_ kind: RunSetting.Kind) {
    switch kind {
    case .choice(let words): self = .choice(words)
    case .integer(let range): self = .integer(range)
    case .real(let range): self = .number(range)
    case .positive(let most): self = .positive(upTo: most)
    }
  }
}

/// The options that say what learns and how, of the table of settings: common to all commands that
/// train.
package enum RunSettingOptions {
  /// Settings that are flags on the command line.
  private static let flags: Set = ["time", "readout"]

  /// The options of the settings of some groups, in the table's order.
  ///
  /// - Parameters:
  ///   - except: settings that the command has not.
  ///   - names: what the command calls a setting otherwise.
  ///   - defaults: what holds without an option, where that is not as published.
  static func descriptions(
    _ groups: [RunSetting.Group], except: Set<String> = [], names: [String: String] = [:],
    defaults: [String: String] = [:]
  ) -> [OptionDescription] {
    RunSetting.all.filter { groups.contains($0.group) && !except.contains($0.name) }
      .flatMap { setting -> [OptionDescription] in
        switch setting.name {
        case "time":
          [
            .init(
              flag: "time", "give the time t to the vector field (default, except for series)"),
            .init(
              flag: "no-time",
              "do not give the time t to the vector field (default for series)"),
          ]
        case "readout":
          [
            .init(
              flag: "readout", "map features to the output linearly (default, except for flip)"),
            .init(
              flag: "no-readout",
              "take the first feature itself as the output (default for flip, and there only)"),
          ]
        default:
          [.init(setting, named: names[setting.name], default: defaults[setting.name])]
        }
      }
  }

  /// Settings that can be swept: every one that takes a value.
  static var swept: [String] { RunSetting.all.map(\.name).filter { !flags.contains($0) } }

  /// What options change of a run, in the table's order; `names` as in `descriptions`.
  ///
  /// - Throws: `UsageError` for what cannot be.
  package static func apply(
    _ options: ParsedOptions, to run: inout RunConfiguration, names: [String: String] = [:]
  ) throws(UsageError) {
    for setting in RunSetting.all {
      guard let value = value(setting, options, names[setting.name] ?? setting.name) else {
        continue
      }
      if let reason = setting.set(&run, value) {
        throw .refused(command: options.command.name, reason: reason)
      }
    }
    try check(options, run.training.solver.isAdaptive)
  }

  private static func value(
    _ setting: RunSetting, _ options: ParsedOptions, _ name: String
  ) -> RunSetting.Value? {
    switch setting.name {
    case "time":
      return options.has("no-time") ? .word("no") : options.has("time") ? .word("yes") : nil
    case "readout":
      return options.has("readout")
        ? .word("linear") : options.has("no-readout") ? .word("none") : nil
    default:
      switch options.values[name] {
      case .word(let word): return .word(word)
      case .integer(let number): return .integer(number)
      case .real(let number): return .real(number)
      case .present, .sum, nil: return nil
      }
    }
  }

  /// Refuses options of the other kind of method.
  private static func check(_ options: ParsedOptions, _ isAdaptive: Bool) throws(UsageError) {
    let others = isAdaptive ? ["steps"] : ["tolerance", "controller", "right-end"]
    for name in others where options.has(name) {
      throw options.clash(
        "solver", "dopri5", name, nil,
        isAdaptive ? "it chooses its own steps" : "its steps are fixed")
    }
  }

  /// Options that mean nothing to a ResNet.
  static let ofFlows =
    RunSetting.all.filter { $0.group == .solver }.map(\.name) + ["kinetic-penalty"]
}
