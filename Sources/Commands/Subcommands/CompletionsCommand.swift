import Interface

/// `anode completions`
package enum CompletionsCommand: Command {
  package static let description = CommandDescription(
    name: "completions", summary: "Print the completions of a shell", operands: "bash|zsh|fish",
    examples: [
      .init(
        command: "anode completions bash > ~/.local/share/bash-completion/completions/anode",
        purpose: "Let bash complete commands, options and settings.")
    ])

  package static func run(_ options: ParsedOptions) throws {
    let shells = ["bash", "zsh", "fish"]
    guard let shell = options.operands.first, options.operands.count == 1, shells.contains(shell)
    else {
      throw UsageError.refused(command: "completions", reason: "name one shell: bash, zsh or fish")
    }
    try StandardOutput.write(Completions.text(shell, Program.descriptions))
  }
}

/// Completion scripts, made from the same descriptions as help.
enum Completions {
  static func text(_ shell: String, _ commands: [CommandDescription]) -> String {
    switch shell {
    case "zsh": zsh(commands)
    case "fish": fish(commands)
    default: bash(commands)
    }
  }

  private static var settings: [String] {
    SettingTable.all.flatMap { setting in
      setting.isOfSide
        ? [setting.name, "left.\(setting.name)", "right.\(setting.name)"] : [setting.name]
    }.map { $0 + "=" }
  }

  private static func operands(_ command: String) -> [String] {
    switch command {
    case "duel": settings
    case "completions": ["bash", "zsh", "fish"]
    case "lesson": ["all"]
    case "exercise": ["check"]
    default: []
    }
  }

  /// zsh's description of operands that are one of these words.
  private static let operandNames = [
    "duel": "setting", "completions": "shell", "lesson": "lesson",
  ]

  private static func bash(_ commands: [CommandDescription]) -> String {
    var text = """
      # bash completion for anode; made by anode completions bash
      _anode() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=duel words=
        if [[ $COMP_CWORD -gt 1 && ${COMP_WORDS[1]} != -* && ${COMP_WORDS[1]} != *=* ]]; then
          command=${COMP_WORDS[1]}
        fi
        case $command,$previous in

      """
    for command in commands {
      for option in command.options where option.kind != .flag {
        if option.kind == .path {
          text +=
            "    \(command.name),--\(option.name)) COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n"
        } else {
          text +=
            "    \(command.name),--\(option.name)) words='\(option.kind.words.joined(separator: " "))' ;;\n"
        }
      }
    }
    text += "    *)\n      case $command in\n"
    for command in commands {
      let options = command.options.map { "--\($0.name)" }
      let extra = operands(command.name)
      text += "        \(command.name)) words='\((options + extra).joined(separator: " "))' ;;\n"
    }
    text += """
            esac
            if [[ $COMP_CWORD -eq 1 ]]; then words="\(commands.map(\.name).joined(separator: " ")) --version $words"; fi
            if [[ $current != -* && ( $command == verify || $command == play || $command == export || $command == data ) ]]; then
              COMPREPLY=($(compgen -f -- "$current")); return
            fi ;;
        esac
        COMPREPLY=($(compgen -W "$words" -- "$current"))
        if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
      }
      complete -F _anode anode

      """
    return text
  }

  private static func zsh(_ commands: [CommandDescription]) -> String {
    func quoted(_ text: String) -> String {
      text.replacing("'", with: "'\\''").replacing(":", with: "\\:").replacing("[", with: "\\[")
        .replacing("]", with: "\\]")
    }
    var text =
      "#compdef anode\n# zsh completion for anode; made by anode completions zsh\n_anode() {\n"
    text += "  local -a commands\n  commands=(\n"
    for command in commands { text += "    '\(command.name):\(quoted(command.summary))'\n" }
    text += "  )\n  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
    text +=
      "    _describe command commands\n    compadd -S '' -- \(settings.joined(separator: " "))\n    return\n  fi\n"
    text +=
      "  local command=duel\n  if [[ $words[2] != -* && $words[2] != *=* ]]; then command=$words[2]; shift words; (( CURRENT-- )); fi\n"
    text += "  case $command in\n"
    for command in commands {
      text += "    \(command.name)) _arguments"
      for option in command.options {
        let name = "--\(option.name)"
        switch option.kind {
        case .flag: text += " \\\n      '\(name)[\(quoted(option.summary))]'"
        case .path: text += " \\\n      '\(name)=[\(quoted(option.summary))]:file:_files'"
        default:
          text +=
            " \\\n      '\(name)=[\(quoted(option.summary))]:value:(\(option.kind.words.joined(separator: " ")))'"
        }
      }
      let operands =
        operandNames[command.name].map {
          "'*:\($0):(\(Self.operands(command.name).joined(separator: " ")))'"
        } ?? "'*:file:_files'"
      text += command.operands == nil ? " ;;\n" : " \\\n      \(operands) ;;\n"
    }
    return text + "  esac\n}\n_anode \"$@\"\n"
  }

  private static func fish(_ commands: [CommandDescription]) -> String {
    func quoted(_ text: String) -> String {
      "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
    let names = commands.map(\.name).joined(separator: " ")
    var text = "# fish completion for anode; made by anode completions fish\ncomplete -c anode -f\n"
    for command in commands {
      text +=
        "complete -c anode -n \"not __fish_seen_subcommand_from \(names)\" -a \(command.name) -d \(quoted(command.summary))\n"
      for option in command.options {
        text +=
          "complete -c anode -n \"__fish_seen_subcommand_from \(command.name)\" -l \(option.name) -d \(quoted(option.summary))"
        switch option.kind {
        case .flag: text += "\n"
        case .path: text += " -r -F\n"
        default:
          let words = option.kind.words
          text += words.isEmpty ? " -x\n" : " -x -a \(quoted(words.joined(separator: " ")))\n"
        }
      }
    }
    text +=
      "complete -c anode -n \"__fish_seen_subcommand_from duel; or __fish_is_first_token\" -a \(quoted(settings.joined(separator: " ")))\n"
    for name in ["completions", "lesson", "exercise"] {
      let words = operands(name).joined(separator: " ")
      text += "complete -c anode -n \"__fish_seen_subcommand_from \(name)\" -a '\(words)'\n"
    }
    return text
      + "complete -c anode -n \"__fish_seen_subcommand_from verify play export data exercise\" -F\n"
  }
}
