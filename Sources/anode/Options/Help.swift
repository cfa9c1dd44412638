/// What `--help` prints, made from descriptions.
package enum Help {
  /// Help on the program as a whole.
  package static func program(_ commands: [CommandDescription]) -> String {
    var lines = ["Usage: anode [COMMAND] [OPTION]...", "", Program.summary + ".", "", "Commands:"]
    for command in commands {
      lines += entry(command.name, command.summary, column: 12)
    }
    lines += ["", "Without a command, anode is anode duel.", ""]
    lines += entry("anode help COMMAND", "what a command does, and its options", column: 24)
    lines += entry("anode --version", "the program's version", column: 24)
    lines += entry("anode --help", "this", column: 24)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Help on one command.
  package static func command(_ command: CommandDescription) -> String {
    var lines = ["Usage: \(command.usage)", ""] + wrap(command.summary + ".", 78)
    for paragraph in command.discussion { lines += [""] + wrap(paragraph, 78) }
    lines += ["", "Options:"]
    let column = min(26, (command.options.map { $0.usage.count }.max() ?? 0) + 4)
    for option in command.options { lines += entry(option.usage, option.details, column: column) }
    if !command.examples.isEmpty { lines += ["", "Examples:"] }
    for example in command.examples {
      lines += ["  \(example.command)"] + wrap(example.purpose, 72).map { "      " + $0 }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A term and its explanation in two columns.
  private static func entry(_ term: String, _ text: String, column: Int) -> [String] {
    let wrapped = wrap(text, 79 - column)
    let margin = String(repeating: " ", count: column)
    let head = "  " + term
    if head.count + 2 > column { return [head] + wrapped.map { margin + $0 } }
    let first = head + String(repeating: " ", count: column - head.count) + (wrapped.first ?? "")
    return [first] + wrapped.dropFirst().map { margin + $0 }
  }

  /// Lines of at most `width` characters, broken at spaces.
  static func wrap(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
