import Interface
import LiveSession
import NeuralODE
import Terminal

/// The duel that the configuration file and the command line describe, in this order.
struct DuelOptions {
  /// The screen's state at its start.
  var state = DuelState(width: 80, height: 24)
  /// Colours wanted.
  var color = ColorPreference.auto
  /// Is the screen to be ASCII?
  var isASCII = false
  /// What was wrong in the configuration file; the rest of it counts.
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
    // Options are settings with dashes.
    for setting in SettingTable.all {
      if let text = options.texts[setting.option] {
        try assign("\(setting.name)=\(text)", options)
      }
    }
    for operand in options.operands { try assign(operand, options) }
    color = options.choice("color") ?? color
    isASCII = isASCII || options.has("ascii")
    if options.has("reduced-motion") { try assign("motion=reduced", options) }
    try takeWeights(options)
  }

  /// The weights that a side begins from, where files of them are named.
  private(set) var weights: [Side: [Double]] = [:]

  /// The runs at their start, with these weights.
  var sessions: BranchedRuns {
    BranchedRuns(
      left: TrainingSession(state.setup.run(.left), parameters: weights[.left]),
      right: TrainingSession(state.setup.run(.right), parameters: weights[.right]))
  }

  private mutating func takeWeights(_ options: ParsedOptions) throws {
    for text in options.repeats["load"] ?? [] {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let side = Side(rawValue: parts[0]) else {
        throw UsageError.badValue(
          command: "duel", option: "--load", value: text, accepted: "left=FILE or right=FILE",
          suggestion: nil)
      }
      let checkpoint: Checkpoint
      do throws(InputError) {
        checkpoint = try WeightsFile.checkpoint(parts[1], for: state, side)
      } catch {
        throw InputErrors(errors: [error])
      }
      do throws(CommandError) {
        _ = try state.take(checkpoint, side, name: parts[1])
      } catch {
        throw InputErrors(errors: [InputError(path: parts[1], reason: error.reason)])
      }
      weights[side] = checkpoint.parameters
    }
  }

  private mutating func assign(_ text: String, _ options: ParsedOptions) throws {
    do throws(CommandError) {
      try state.assign(text)
    } catch {
      throw UsageError.refused(command: options.command.name, reason: error.reason)
    }
  }

  private mutating func takeImages(_ options: ParsedOptions) throws {
    guard options.has("images") else {
      for name in ["size", "limit"] where options.has(name) {
        throw UsageError.optionNeeds(command: "duel", option: "--\(name)", needed: "--images")
      }
      return
    }
    for name in ["data", "csv"] where options.has(name) {
      throw options.clash("images", nil, name, nil, "images are the data")
    }
    let images = try ImageOptions.load(
      ImageOptions.source(options, option: "images", default: "digits"), options)
    do throws(CommandError) {
      try state.load(images, from: ImageOptions.words(options))
    } catch {
      throw UsageError.refused(command: options.command.name, reason: error.reason)
    }
  }

  private mutating func takeData(_ options: ParsedOptions) throws {
    try SeriesOptions.check(options)
    if let table = try SeriesOptions.table(options) {
      state.load(table, from: SeriesOptions.words(options))
      if let note = table.notes.first { state.report(note.harmless) }
      return
    }
    if let table = try TableOptions.table(options) {
      state.load(table.points, from: table.words)
      state.report(table.summary.harmless)
    }
  }

  /// Lines of the configuration file that name a table, as the options do.
  private static let ofTables = [
    "csv", "features", "label", "drop-missing", "decimal", "thousands",
  ]

  /// Takes what the configuration file says.
  mutating func take(_ lines: [ConfigurationFile.Line]) {
    takeTable(lines)
    for line in lines where !Self.ofTables.contains(line.name) { apply(line) }
  }

  private mutating func takeTable(_ lines: [ConfigurationFile.Line]) {
    func value(_ name: String) -> String? { lines.last { $0.name == name }?.value }
    guard let line = lines.last(where: { $0.name == "csv" }) else { return }
    func sign(_ name: String) -> TableDialect.Sign? {
      guard let line = lines.last(where: { $0.name == name }) else { return nil }
      let sign = TableDialect.Sign(rawValue: line.value)
      if sign == nil {
        complain(line, "\(name) is \(TableDialect.Sign.words.joined(separator: " or "))")
      }
      return sign
    }
    let request = OwnTable.Request(
      features: value("features"), label: value("label"),
      dropsMissing: value("drop-missing") == "on",
      signs: TableDialect.Signs(decimal: sign("decimal"), thousands: sign("thousands")))
    do throws(TableFailure) {
      let table = try OwnTable(path: line.value, request)
      var words = ["--csv", line.value]
      for name in ["features", "label", "decimal", "thousands"] {
        words += value(name).map { ["--\(name)", $0] } ?? []
      }
      if request.dropsMissing { words.append("--drop-missing") }
      state.load(table.learned, from: words)
    } catch {
      complain(line, error.description)
    }
  }

  private mutating func apply(_ line: ConfigurationFile.Line) {
    switch line.name {
    case "color":
      if let value = ColorPreference(rawValue: line.value) {
        color = value
      } else {
        complain(
          line, "color is \(ColorPreference.allCases.map(\.rawValue).joined(separator: ", "))")
      }
    case "ascii":
      if line.value == "on" || line.value == "off" {
        isASCII = line.value == "on"
      } else {
        complain(line, "ascii is on or off")
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
    complaints.append("\(path), line \(line.number): \(reason)".printable)
  }
}
