import Interface
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
      for line in file.lines { apply(line) }
    }
    try takeData(options)
    try takeImages(options)
    // Options are settings with dashes.
    for name in DuelCommand.settings.map(\.name) + ["seed", "tempo", "theme", "pixels"] {
      if let text = options.texts[name] { try assign("\(name)=\(text)", options) }
    }
    for operand in options.operands { try assign(operand, options) }
    color = options.choice("color") ?? color
    isASCII = isASCII || options.has("ascii")
    if options.has("reduced-motion") { try assign("motion=reduced", options) }
  }

  private mutating func assign(_ text: String, _ options: ParsedOptions) throws {
    do throws(CommandError) {
      try state.assign(text)
    } catch {
      throw UsageError.refused(command: options.command.name, reason: error.reason)
    }
  }

  /// Images, and the augmentation that is usual for them.
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
      try state.load(images)
      try state.assign("p=\(Problem.images.augmentation ?? 1)")
    } catch {
      throw UsageError.refused(command: options.command.name, reason: error.reason)
    }
  }

  private mutating func takeData(_ options: ParsedOptions) throws {
    try SeriesOptions.check(options)
    if let table = try SeriesOptions.table(options) {
      state.load(table)
      return
    }
    if let path = options.word("csv") {
      if options.has("data") {
        throw options.clash("csv", nil, "data", nil, "the file's points are the data")
      }
      do throws(CSVFile.Failure) {
        state.load(try CSVFile.points(path: path, label: options.word("label")))
      } catch {
        throw InputErrors(errors: [InputError(path: path, reason: error.description)])
      }
      return
    }
    if options.has("label") {
      throw UsageError.optionNeeds(command: "duel", option: "--label", needed: "--csv")
    }
    if let name = options.word("data") { try assign("data=\(name)", options) }
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
    complaints.append("\(ConfigurationFile.path), line \(line.number): \(reason)".printable)
  }
}
