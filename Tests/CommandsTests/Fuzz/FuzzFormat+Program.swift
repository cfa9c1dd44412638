@testable import Commands

extension FuzzFormat {
  /// The configuration file: its lines and their effects.
  static let config = FuzzFormat("config") { bytes in
    guard let text = String(validating: bytes, as: UTF8.self) else { return false }
    let (lines, complaints) = ConfigurationFile.parse(text)
    return isDone {
      // Tables would be files of this machine.
      let lines = lines.filter { $0.name != "csv" }
      var options = try DuelOptions(parse(["--no-config"], for: DuelCommand.description))
      options.take(lines)
      guard complaints.isEmpty, options.complaints.isEmpty else {
        throw UsageError.refused(command: "duel", reason: options.complaints.joined())
      }
    }
  }

  /// The command line, a word a line: every command's options, and the resulting duel.
  static let options = FuzzFormat("options", limit: 512) { bytes in
    isDone {
      let words = bytes.split(separator: UInt8(ascii: "\n")).map {
        String(decoding: $0, as: UTF8.self)
      }
      let named = Program.commands.first { $0.description.name == words.first }
      let command = (named ?? DuelCommand.self).description
      let options = try parse(named == nil ? words : Array(words.dropFirst()), for: command)
      _ = Help.command(command)
      guard command.name == "duel" else { return }
      // File options would name files of this machine.
      let namesFiles = ["csv", "series", "images", "load"].contains { options.has($0) }
      guard !namesFiles else { return }
      _ = try DuelOptions(options)
    }
  }
}
