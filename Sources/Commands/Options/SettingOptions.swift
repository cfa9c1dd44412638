import Interface
import NeuralODE

extension OptionDescription {
  /// The option that sets a setting.
  ///
  /// - Parameters:
  ///   - name: where a command calls it otherwise.
  ///   - published: what holds without it, where that is not as published.
  init(_ row: SettingRow, named name: String? = nil, default published: String? = nil) {
    let usual = [row.published, row.exceptions].compactMap { $0 }.joined(separator: "; ")
    self.init(
      name ?? row.option, row.metavar, row.kind, default: published ?? usual, row.help)
    wordAliases = row.wordAliases
  }
}

/// The options that say what learns, what is learned and how: the rows of settings, common to all
/// commands that train.
package enum SettingOptions {
  /// The options of the settings of some groups, in the table's order.
  ///
  /// - Parameters:
  ///   - except: settings that the command has not.
  ///   - names: what the command calls a setting otherwise.
  ///   - defaults: what holds without an option, where that is not as published.
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

  /// The data that options name, as published: which sizes it has is set with the other settings.
  ///
  /// - Throws: `UsageError` for options that clash, `InputErrors` for a file that cannot be learned
  ///   from.
  package static func data(_ options: ParsedOptions) throws -> DatasetConfiguration {
    try SeriesOptions.check(options)
    if let table = try SeriesOptions.table(options) { return .published(.series(table)) }
    if let table = try TableOptions.table(options) { return .published(.file(table.points)) }
    return .published(options.choice("data") ?? .annulus)
  }

  /// What options change of a run, in the table's order; `names` as in `descriptions`.
  ///
  /// - Throws: `UsageError` for what cannot be, and for what means nothing to the run.
  package static func apply(
    _ options: ParsedOptions, to run: inout RunConfiguration, names: [String: String] = [:]
  ) throws(UsageError) {
    for setting in RunSetting.all {
      let name = names[setting.name] ?? setting.option
      guard let (option, value) = try given(setting, options, name) else { continue }
      let before = setting.get(run)
      if let reason = setting.set(&run, value) {
        guard let need = setting.needs.first else {
          throw .refused(command: options.command.name, reason: reason)
        }
        throw clash(options, option, need.setting, run, reason)
      }
      // Nobody is refused p = 0 of a NODE, or a flag that says what is so anyway.
      let isSo = before == value && (setting.isCompared || !setting.flags.isEmpty)
      if let need = setting.needs.first(where: { !$0.holds(run) }), !isSo {
        throw clash(options, option, need.setting, run, need.reason)
      }
    }
  }

  /// Takes the model of the file that is to be gone on from, and returns its weights; nil where
  /// there is none. `names` as in `descriptions`.
  ///
  /// - Throws: `UsageError` for options about the model, `InputErrors` for a file of another one
  ///   than these data need.
  package static func load(
    _ options: ParsedOptions, into run: inout RunConfiguration, names: [String: String] = [:]
  ) throws -> [Double]? {
    guard let path = options.word("load") else { return nil }
    func failure(_ reason: String) -> InputErrors {
      InputErrors(errors: [InputError(path: path, reason: reason)])
    }
    let chosen = try RunSetting.all.filter { $0.group == .model }
      .compactMap { try given($0, options, names[$0.name] ?? $0.option)?.option }
    func refuse(_ option: String?) throws(UsageError) {
      if let option { throw options.clash("load", nil, option, nil, "the model is the file's") }
    }
    // Not every file names its activation and the time of windows.
    try refuse(chosen.first { !["activation", "window-time"].contains($0) })
    let checkpoint: Checkpoint
    do throws(Safetensors.Failure) {
      checkpoint = try Checkpoint(
        path: path, inputs: run.data.dimension, image: run.data.imageShape)
    } catch {
      throw failure(error.description)
    }
    if run.problem.isOfSeries, checkpoint.model.hasReadout {
      throw failure("its model has a readout, which series have not")
    }
    guard checkpoint.outputs == run.data.outputs || run.problem.isOfSeries else {
      throw failure("its model has \(checkpoint.outputs) outputs, expected \(run.data.outputs)")
    }
    if checkpoint.namesActivation { try refuse(chosen.first) }
    run.take(checkpoint)
    return checkpoint.parameters
  }

  /// The option or flag that sets a setting, and to what.
  private static func given(
    _ setting: RunSetting, _ options: ParsedOptions, _ name: String
  ) throws(UsageError) -> (option: String, value: SettingValue)? {
    let flags = setting.flags.filter { options.has($0.name) }
    if flags.count > 1 {
      throw options.clash(flags[0].name, nil, flags[1].name, nil, "only one of them can be so")
    }
    if let flag = flags.first { return (flag.name, .word(flag.word)) }
    return setting.flags.isEmpty ? options.values[name].map { (name, $0) } : nil
  }

  /// An option that cannot be with what another setting of the run is.
  private static func clash(
    _ options: ParsedOptions, _ option: String, _ other: String, _ run: RunConfiguration,
    _ reason: String
  ) -> UsageError {
    let file = other == "data" ? ["csv", "csv-series"].first { options.has($0) } : nil
    return options.clash(
      file ?? other, RunSetting.named(other)?.get(run).text, option, nil, reason)
  }
}
