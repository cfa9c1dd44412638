/// The man page, made from the same descriptions as help. `make docs` writes it to man/anode.1.
package enum ManPage {
  /// The page as roff, man macros.
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
    lines += ["Ended by a signal, it dies of that signal, with the terminal restored."]
      .flatMap { [".PP", escape($0)] }
    lines.append(".SH ENVIRONMENT")
    for (name, meaning) in Program.environment {
      lines += [".TP", ".B \(escape(name))", escape(meaning + ".")]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Text that roff prints as it is: minus signs stay minus signs, and no line begins with a
  /// control character.
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
  /// This text with a small first letter, unless its first word is a name.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
