/// The output of `--help`.
package enum Help {
  package static func program(_ commands: [CommandDescription]) -> String {
    var lines = ["Usage: anode [COMMAND] [OPTION]...", "", Program.summary + ".", "", "Commands:"]
    for command in commands {
      lines += entry(command.name, command.summary, column: 12)
    }
    lines += ["", "Without a command, anode is anode duel.", ""]
    lines += entry("anode help COMMAND", "what a command does, and its options", column: 24)
    lines += entry("anode --version", "the program's version", column: 24)
    lines += entry("anode --help", "this text", column: 24)
    return lines.joined(separator: "\n") + "\n"
  }

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

/// The man page; `make docs` writes it to man/anode.1.
package enum ManPage {
  package static func text(_ commands: [CommandDescription]) -> String {
    var lines = [
      ".\\\" Made by anode help --man; do not edit.",
      ".TH ANODE 1 \"\" \"anode \(Program.version)\" \"User Commands\"",
      ".SH NAME", escape("anode - ") + escape(Program.summary.lowercasedFirst),
      ".SH SYNOPSIS", ".B anode", ".RI [ COMMAND ] \" \" [ OPTION ]...",
      ".SH DESCRIPTION",
    ]
    lines += Program.discussion.flatMap { [".PP", escape($0)] }.dropFirst()
    lines.append(".SH COMMANDS")
    for command in commands {
      lines += [".SS \(escape(command.usage))", escape(command.summary + ".")]
      lines += command.discussion.flatMap { [".PP", escape($0)] }
      for option in command.options {
        let value = option.metavar.map { " \\fI\(escape($0))\\fR" } ?? ""
        lines += [
          ".TP", "\\fB\(escape("--" + option.name))\\fR" + value, escape(option.details + "."),
        ]
      }
    }
    lines.append(".SH EXAMPLES")
    for example in commands.flatMap(\.examples) {
      lines += [".TP", ".B \(escape(example.command))", escape(example.purpose)]
    }
    lines.append(".SH EXIT STATUS")
    for status in ExitStatus.allCases {
      lines += [".TP", "\(status.rawValue)", escape(status.meaning + ".")]
    }
    lines += ["Ended by a signal, anode restores the terminal and exits by that signal."]
      .flatMap { [".PP", escape($0)] }
    lines.append(".SH ENVIRONMENT")
    for (name, meaning) in Program.environment {
      lines += [".TP", ".B \(escape(name))", escape(meaning + ".")]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Text that roff prints literally: minus signs, and no control character at the line's start.
  static func escape(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
