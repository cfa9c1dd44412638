import NeuralODE

/// One option of a command.
package struct OptionDescription: Sendable, Equatable {
  /// Its name without the dashes.
  package var name: String
  /// What stands for its value in help; nil for a flag.
  package var metavar: String?
  /// What it takes.
  package var kind: SettingKind
  /// Words that mean one of its choices as well.
  package var wordAliases: [String: String] = [:]
  /// What it is for, in a few words without a full stop.
  package var summary: String
  /// What holds without it, as help puts it; nil for a flag.
  package var defaultText: String?

  /// An option with a value.
  package init(
    _ name: String, _ metavar: String, _ kind: SettingKind, default defaultText: String?,
    _ summary: String
  ) {
    self.name = name
    self.metavar = metavar
    self.kind = kind
    self.summary = summary
    self.defaultText = defaultText
  }

  /// A flag.
  package init(flag name: String, _ summary: String) {
    self.name = name
    kind = .flag
    self.summary = summary
  }

  /// The one letter that stands for it after a single dash, as is usual; nil for most.
  package var letter: Character? { name == "output" ? "o" : name == "help" ? "h" : nil }

  /// `--name METAVAR`, its letter first.
  package var usage: String {
    let short = letter.map { "-\($0), " } ?? ""
    return short + (metavar.map { "--\(name) \($0)" } ?? "--\(name)")
  }

  /// The summary with what is accepted and what holds without.
  package var details: String {
    var text = summary
    var notes: [String] = []
    switch kind {
    case .choice(let words): text += ": " + SettingKind.list(words)
    case .realOrWord(_, let word): notes.append("\(kind.bounds ?? ""), or \(word)")
    case .counts: notes.append("each \(kind.bounds ?? "")")
    case .flag, .integer, .positive, .real, .text, .path, .time:
      if let bounds = kind.bounds { notes.append(bounds) }
    }
    if let defaultText { notes.append("default: \(defaultText)") }
    return notes.isEmpty ? text : text + " (\(notes.joined(separator: "; ")))"
  }
}
