import Interface
import LiveSession
import NeuralODE
import Platform
import Terminal

/// The duel that the configuration file describes, overridden by the command line.
struct DuelOptions {
  var state = DuelState(width: 80, height: 24)
  var color = ColorPreference.auto
  var isASCII = false
  /// Errors in the configuration file; its valid lines count.
  var complaints: [String] = []

  /// - Throws: `UsageError` and `InputErrors` for the command line.
  @MainActor init(_ options: ParsedOptions) throws {
    if !options.has("no-config") {
      let file = ConfigurationFile.read()
      complaints = file.complaints
      take(file.lines)
    }
    try takeData(options)
    try takeImages(options)
    // Setting names with dashes are options.
    for setting in SettingTable.all {
      if let text = options.texts[setting.option] {
        try assign("\(setting.name)=\(text)", options)
      }
    }
    for operand in options.operands { try assign(operand, options) }
    color = options.choice("color") ?? color
    isASCII = isASCII || options.has("ascii")
    if options.has(ScreenOptions.big.name) { try assign("scale=big", options) }
    if options.has("reduced-motion") { try assign("motion=reduced", options) }
    try takeWeights(options)
  }

  /// Weights loaded by `--load`.
  private(set) var weights: [Side: [Double]] = [:]

  /// Both runs at their start, with these weights.
  var sessions: BranchedRuns {
    BranchedRuns(
      left: TrainingSession(state.setup.run(.left), parameters: weights[.left]),
      right: TrainingSession(state.setup.run(.right), parameters: weights[.right]))
  }

  private mutating func takeWeights(_ options: ParsedOptions) throws {
    guard let files = options.repeats["load"], !files.isEmpty else {
      return try options.require("--load", for: WeightOptions.descriptions.map(\.name))
    }
    let hints = try WeightOptions.hints(options)
    for text in files {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let side = Side(rawValue: parts[0]) else {
        throw UsageError.badValue(
          command: "duel", option: "--load", value: text, accepted: "left=FILE or right=FILE",
          suggestion: nil)
      }
      weights[side] = try reading(parts[1]) {
        let checkpoint = try SavedModel(path: parts[1], hints: hints)
          .checkpoint(for: state.setup.data)
        _ = try state.take(checkpoint, side, name: parts[1])
        return checkpoint.parameters
      }
    }
  }

  private mutating func assign(_ text: String, _ options: ParsedOptions) throws {
    try retelling({ UsageError.refused(command: options.command.name, reason: $0) }) {
      try state.assign(text)
    }
  }

  private mutating func takeImages(_ options: ParsedOptions) throws {
    guard options.has("images") else {
      try options.require("--images", for: ["size", "limit"])
      return
    }
    try options.refuse(["data", "csv"], beside: "images", "images are the data")
    let images = try ImageOptions.load(
      ImageOptions.source(options, option: "images", default: "digits"), options)
    try retelling({ UsageError.refused(command: options.command.name, reason: $0) }) {
      try state.load(images, from: ImageOptions.words(options))
    }
  }

  private mutating func takeData(_ options: ParsedOptions) throws {
    try SeriesOptions.check(options)
    if let table = try SeriesOptions.table(options) {
      state.load(.series(table), from: SeriesOptions.words(options))
      if let note = table.notes.first { state.say(note.harmless) }
      return
    }
    if let table = try TableOptions.table(options) {
      state.load(.file(table.points), from: table.words)
      state.say(table.summary.harmless)
    }
  }

  /// Table options, which the configuration file accepts too.
  private static let ofTables = [TableOptions.file] + TableOptions.descriptions

  mutating func take(_ lines: [ConfigurationFile.Line]) {
    takeTable(lines)
    for line in lines where !Self.ofTables.contains(where: { $0.name == line.name }) {
      apply(line)
    }
  }

  private mutating func takeTable(_ lines: [ConfigurationFile.Line]) {
    guard let file = lines.last(where: { $0.name == TableOptions.file.name }) else { return }
    var options = ParsedOptions(command: DuelCommand.description)
    for option in Self.ofTables {
      guard let line = lines.last(where: { $0.name == option.name }) else { continue }
      if option.kind == .flag {
        options.values[option.name] = line.value == "on" ? .word("on") : nil
      } else if let value = option.kind.value(of: line.value) {
        (options.values[option.name], options.texts[option.name]) = (value, line.value)
      } else {
        complain(line, "unknown value '\(line.value)'; choose \(option.kind.accepted)")
      }
    }
    do {
      guard let table = try TableOptions.table(options) else { return }
      state.load(.file(table.points), from: table.words)
    } catch let failure as InputErrors {
      for error in failure.errors { complain(file, error.reason) }
    } catch {
      complain(file, "\(error)")
    }
  }

  private mutating func apply(_ line: ConfigurationFile.Line) {
    switch line.name {
    case "color":
      if let value = ColorPreference(rawValue: line.value) {
        color = value
      } else {
        complain(
          line,
          "unknown value '\(line.value)'; choose "
            + SettingKind.list(ColorPreference.allCases.map(\.rawValue)))
      }
    case "ascii":
      if line.value == "on" || line.value == "off" {
        isASCII = line.value == "on"
      } else {
        complain(line, "unknown value '\(line.value)'; choose on or off")
      }
    default:
      do throws(CommandError) {
        try state.assign("\(line.name)=\(line.value)")
      } catch {
        complain(line, error.reason)
      }
    }
  }

  private mutating func complain(_ line: ConfigurationFile.Line, _ reason: String) {
    let path = ConfigurationFile.path ?? "configuration"
    complaints.append("\(path), line \(line.number): \(reason)".harmless)
  }
}
