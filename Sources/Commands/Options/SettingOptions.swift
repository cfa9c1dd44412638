import Interface
import NeuralODE

extension OptionDescription {
  /// The option for a setting.
  ///
  /// - Parameters:
  ///   - name: the command's own name for it.
  ///   - published: the command's own default.
  init(_ row: SettingRow, named name: String? = nil, default published: String? = nil) {
    let usual = [row.published, row.exceptions].compactMap { $0 }.joined(separator: "; ")
    self.init(
      name ?? row.option, row.metavar, row.kind, default: published ?? usual, row.help)
    wordAliases = row.wordAliases
  }
}

/// The options for data, model and training that all training commands share, from the rows of
/// settings.
package enum SettingOptions {
  /// The options for some groups of settings, in the table's order.
  ///
  /// - Parameters:
  ///   - except: settings the command lacks.
  ///   - names: the command's own names, by setting.
  ///   - defaults: the command's own defaults, by setting.
  static func descriptions(
    _ groups: [SettingGroup], except: Set<String> = [], names: [String: String] = [:],
    defaults: [String: String] = [:]
  ) -> [OptionDescription] {
    RunSetting.all.filter { groups.contains($0.group) && !except.contains($0.name) }
      .flatMap { setting in
        setting.flags.isEmpty
          ? [.init(setting.row, named: names[setting.name], default: defaults[setting.name])]
          : setting.flags.map { .init(flag: $0.name, $0.help) }
      }
  }

  /// The data set that options name, as published: `apply` sets its sizes.
  ///
  /// - Throws: `UsageError` for clashing options, `InputErrors` for an unusable file.
  package static func data(_ options: ParsedOptions) throws -> DatasetConfiguration {
    try SeriesOptions.check(options)
    if let table = try SeriesOptions.table(options) { return .published(.series(table)) }
    if let table = try TableOptions.table(options) { return .published(.file(table.points)) }
    return .published(options.choice("data") ?? .annulus)
  }

  /// Applies options of some groups to a run, in the table's order; `names` as in `descriptions`.
  ///
  /// - Throws: `UsageError` for impossible values, and for options without effect on the run.
  package static func apply(
    _ options: ParsedOptions, to run: inout RunConfiguration, names: [String: String] = [:],
    groups: [SettingGroup] = SettingGroup.allCases
  ) throws(UsageError) {
    for setting in RunSetting.all where groups.contains(setting.group) {
      let name = names[setting.name] ?? setting.option
      guard let (option, value) = try given(setting, options, name) else { continue }
      let before = setting.get(run)
      if let reason = setting.set(&run, value) {
        guard let need = setting.needs.first else {
          throw .refused(command: options.command.name, reason: reason)
        }
        throw clash(options, option, need.setting, run, reason)
      }
      // p = 0 for a NODE is accepted, and so is a flag that changes nothing.
      let isUnchanged = before == value && (setting.isCompared || !setting.flags.isEmpty)
      if let need = setting.needs.first(where: { !$0.holds(run) }), !isUnchanged {
        throw clash(options, option, need.setting, run, need.reason)
      }
    }
  }

  /// Sets the run's model to that of the file given with `--load`, and returns its weights, if
  /// there is one. `names` as in `descriptions`.
  ///
  /// - Throws: `UsageError` for options about the model, `InputErrors` for a model that does not
  ///   fit the data.
  package static func load(
    _ options: ParsedOptions, into run: inout RunConfiguration, names: [String: String] = [:]
  ) throws -> [Double]? {
    guard let path = options.word("load") else {
      try options.require("--load", for: WeightOptions.descriptions.map(\.name))
      return nil
    }
    let chosen = try RunSetting.all.filter { $0.group == .model }
      .compactMap { try given($0, options, names[$0.name] ?? $0.option)?.option }
    func refuse(_ option: String?) throws(UsageError) {
      if let option { throw options.clash("load", option, "the file sets the model") }
    }
    // Some files do not name the activation and the window time.
    try refuse(chosen.first { !["activation", "window-time"].contains($0) })
    let checkpoint = try reading(path) {
      try SavedModel(path: path, hints: WeightOptions.hints(options)).checkpoint(for: run.data)
    }
    if run.problem.isOfSeries, checkpoint.model.hasReadout {
      throw InputErrors(path, "its model has a readout, which series do not use")
    }
    guard checkpoint.outputs == run.data.outputs || run.problem.isOfSeries else {
      throw InputErrors(
        path, "its model has \(checkpoint.outputs) outputs, expected \(run.data.outputs)")
    }
    if checkpoint.namesActivation { try refuse(chosen.first) }
    run.take(checkpoint)
    return checkpoint.parameters
  }

  /// The option or flag given for a setting, and its value.
  private static func given(
    _ setting: RunSetting, _ options: ParsedOptions, _ name: String
  ) throws(UsageError) -> (option: String, value: SettingValue)? {
    let flags = setting.flags.filter { options.has($0.name) }
    if flags.count > 1 {
      throw options.clash(flags[0].name, flags[1].name, "choose one of them")
    }
    if let flag = flags.first { return (flag.name, .word(flag.word)) }
    return setting.flags.isEmpty ? options.values[name].map { (name, $0) } : nil
  }

  /// The error for an option that clashes with another setting of the run.
  private static func clash(
    _ options: ParsedOptions, _ option: String, _ other: String, _ run: RunConfiguration,
    _ reason: String
  ) -> UsageError {
    let file = other == "data" ? ["csv", "csv-series"].first { options.has($0) } : nil
    let value = RunSetting.named(other)?.get(run).text
    return options.clash(file ?? other, option, reason, defaults: (value, nil))
  }
}
