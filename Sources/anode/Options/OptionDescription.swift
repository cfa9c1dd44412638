/// What an option takes: parsing, messages, help and the man page are all made from it.
package enum OptionKind: Sendable, Equatable {
  /// Nothing: it is there or not.
  case flag
  /// One of these words.
  case choice([String])
  /// A whole number within bounds; `Int.max` is no bound.
  case integer(ClosedRange<Int>)
  /// A whole number within bounds, or this word.
  case integerOrWord(ClosedRange<Int>, String)
  /// A number above `lower` (which itself is not accepted) and up to `upper`.
  case real(above: Double, upTo: Double)
  /// A number within bounds.
  case number(ClosedRange<Double>)
  /// Any text but the empty one.
  case text
  /// Two whole numbers within bounds, joined by a plus sign.
  case sum(ClosedRange<Int>)
  /// The name of a file.
  case path
  /// A moment: seconds, or minutes and seconds.
  case time

  /// What is accepted, in words that end a sentence.
  package var accepted: String {
    switch self {
    case .flag: "no value"
    case .choice(let words): Self.list(words)
    case .integer(let range): Self.wholeNumber(range)
    case .integerOrWord(let range, let word): "\(Self.wholeNumber(range)), or \(word)"
    case .real(let lower, let upper):
      "a number above \(Self.plain(lower)), at most \(Self.plain(upper))"
    case .number(let range):
      "a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
    case .text: "a word"
    case .sum(let range): "two whole numbers, \(range.lowerBound) or more, written as 500+1500"
    case .path: "the name of a file"
    case .time: "a time, written as 12.5s or 1:30"
    }
  }

  private static func wholeNumber(_ range: ClosedRange<Int>) -> String {
    range.upperBound == .max
      ? "a whole number, \(range.lowerBound) or more"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }

  /// "a", "a or b", "a, b or c".
  package static func list(_ words: [String], _ conjunction: String = "or") -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }

  private static func plain(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }
}

/// One option of a command.
package struct OptionDescription: Sendable, Equatable {
  /// Its name without the dashes.
  package var name: String
  /// What stands for its value in help; nil for a flag.
  package var metavar: String?
  /// What it takes.
  package var kind: OptionKind
  /// What it is for, in a few words without a full stop.
  package var summary: String
  /// What holds without it, as help puts it; nil for a flag.
  package var defaultText: String?

  /// An option with a value.
  package init(
    _ name: String, _ metavar: String, _ kind: OptionKind, default defaultText: String?,
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
    switch kind {
    case .flag: break
    case .choice(let words): text += ": " + OptionKind.list(words)
    case .integerOrWord(_, let word): text += ", or \(word)"
    case .integer, .real, .number, .text, .sum, .path, .time: break
    }
    if let defaultText { text += " (default: \(defaultText))" }
    return text
  }
}

/// A subcommand, described.
package struct CommandDescription: Sendable, Equatable {
  /// Its name.
  package var name: String
  /// What it does, in one line without a full stop.
  package var summary: String
  /// What else there is to say, by paragraph.
  package var discussion: [String]
  /// Operands as usage shows them; nil when there are none.
  package var operands: String?
  /// Its options.
  package var options: [OptionDescription]
  /// Commands to try, each with what it does.
  package var examples: [Example]

  /// A command line and what it does.
  package struct Example: Sendable, Equatable {
    /// As typed.
    package var command: String
    /// What it does.
    package var purpose: String
  }

  /// A subcommand.
  package init(
    name: String, summary: String, discussion: [String] = [], operands: String? = nil,
    options: [OptionDescription] = [], examples: [Example] = []
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.operands = operands
    self.options = options + [OptionDescription(flag: "help", "print this help")]
    self.examples = examples
  }

  /// The option of that name.
  package func option(_ name: String) -> OptionDescription? { options.first { $0.name == name } }

  /// `anode name [OPTION]… OPERANDS`
  package var usage: String {
    "anode \(name) [OPTION]..." + (operands.map { " " + $0 } ?? "")
  }
}

/// A subcommand: a description, and what it does.
@MainActor package protocol Command {
  /// What parsing and help are made from.
  nonisolated static var description: CommandDescription { get }
  /// Does it; returns when done, with status 0.
  static func run(_ options: ParsedOptions) throws
}
