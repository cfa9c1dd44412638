import FoundationEssentials
import Platform
import Interface
import NeuralODE

/// The user's defaults: `NAME = VALUE` lines and comments.
enum ConfigurationFile {
  struct Line: Equatable {
    var number: Int
    var name: String
    var value: String
  }

  /// $XDG_CONFIG_HOME/anode/config, or ~/.config/anode/config; nil if neither is known.
  static var path: String? {
    path(
      ProcessInfo.processInfo.environment,
      home: getpwuid(getuid()).flatMap { $0.pointee.pw_dir }.map { String(cString: $0) })
  }

  /// - Parameter home: the user's folder in the system's user database.
  static func path(
    _ environment: [String: String], home: @autoclosure () -> String?
  ) -> String? {
    func folder(_ text: String?) -> String? { text.flatMap { $0.hasPrefix("/") ? $0 : nil } }
    if let folder = folder(environment["XDG_CONFIG_HOME"]) { return folder + "/anode/config" }
    let home = folder(environment["HOME"]) ?? folder(home())
    // / is the home of accounts that have no folder.
    return home.flatMap { $0 == "/" ? nil : $0 + "/.config/anode/config" }
  }

  /// The lines and the errors; empty if there is no file.
  static func read() -> (lines: [Line], complaints: [String]) {
    guard let path, SystemPath.exists(path) else { return ([], []) }
    do throws(InputFile.Failure) {
      return parse(try InputFile.configuration.text(of: path))
    } catch {
      return ([], ["\(path): \(error.reason)"])
    }
  }

  static func parse(_ text: String) -> (lines: [Line], complaints: [String]) {
    let path = path ?? "configuration"
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

  /// A file with every setting as a comment.
  static var template: String {
    let fresh = DuelState(width: 80, height: 24)
    var text = """
      # Settings of anode, read at every start; the command line overrides them.
      # Remove the # of a line to change its value. left.NAME and right.NAME set one model.

      """
    for group in SettingGroup.allCases {
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
