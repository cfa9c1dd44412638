import NeuralODE

package struct OptionDescription: Sendable, Equatable {
  /// Without the dashes.
  package var name: String
  /// The name of its value in help; nil for a flag.
  package var metavar: String?
  package var kind: SettingKind
  /// Other words for its choices.
  package var wordAliases: [String: String] = [:]
  /// A few words without a full stop.
  package var summary: String
  /// As help says it; nil for a flag.
  package var defaultText: String?

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

  package init(flag name: String, _ summary: String) {
    self.name = name
    kind = .flag
    self.summary = summary
  }

  /// The short form's letter; nil for most options.
  package var letter: Character? { name == "output" ? "o" : name == "help" ? "h" : nil }

  /// `-n, --name METAVAR`
  package var usage: String {
    let short = letter.map { "-\($0), " } ?? ""
    return short + (metavar.map { "--\(name) \($0)" } ?? "--\(name)")
  }

  /// The summary with the accepted values and the default.
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
