import FoundationEssentials
import Interface
import NeuralODE

/// The person's own defaults: `NAME = VALUE` lines, and comments.
enum ConfigurationFile {
  /// A line that sets something.
  struct Line: Equatable {
    var number: Int
    var name: String
    var value: String
  }

  /// Where it is: $XDG_CONFIG_HOME/anode/config, or ~/.config/anode/config.
  static var path: String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      return folder + "/anode/config"
    }
    return (environment["HOME"] ?? "") + "/.config/anode/config"
  }

  /// Its lines, and what is wrong with it; nothing at all where there is no file.
  static func read() -> (lines: [Line], complaints: [String]) {
    guard SystemPath.exists(path) else { return ([], []) }
    do throws(InputFile.Failure) {
      return parse(try InputFile.configuration.text(of: path))
    } catch {
      return ([], ["\(path): \(error.reason)"])
    }
  }

  /// The lines of a text.
  static func parse(_ text: String) -> (lines: [Line], complaints: [String]) {
    var lines: [Line] = []
    var complaints: [String] = []
    for (index, row) in TextLines.of(text).enumerated() {
      let content = row.prefix { $0 != "#" }.trimmingBlanks
      guard !content.isEmpty else { continue }
      let parts = content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map(\.trimmingBlanks)
      guard parts.count == 2, !parts[0].isEmpty else {
        complaints.append("\(path), line \(index + 1): expected NAME = VALUE")
        continue
      }
      lines.append(Line(number: index + 1, name: parts[0], value: parts[1]))
    }
    return (lines, complaints)
  }

  /// A file that sets nothing and says what could be set.
  static var template: String {
    let fresh = DuelState(width: 80, height: 24)
    var text = """
      # Settings of anode, read at every start; the command line stands above them.
      # Take the # away before a line to change what it says. left.NAME and right.NAME set one model.

      """
    for group in Setting.Group.allCases {
      text += "\n# \(group.rawValue)\n"
      for setting in SettingTable.all where setting.group == group {
        let value = setting.get(fresh, .right).text
        text += "# \(setting.name) = \(value)".filled(to: 28)
        text += "  # \(setting.help): \(setting.kind.accepted)\n"
      }
    }
    text +=
      "# csv = table.csv           # learn a table; features, label, decimal, drop-missing = on: as options\n"
    text += "# color = auto              # colours used: auto, never, 16 or 256\n"
    text += "# ascii = off               # draw with ASCII characters only: on or off\n"
    return text
  }
}
