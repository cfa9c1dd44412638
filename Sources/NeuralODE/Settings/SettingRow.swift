/// Where a setting is listed.
public enum SettingGroup: String, Sendable, CaseIterable {
  /// What is learned.
  case data
  /// By what.
  case model
  /// How its flow is solved.
  case solver
  /// How it is trained.
  case training
  /// The program itself.
  case program
}

/// All that there is to say of a setting, but for what it is of.
public struct SettingRow: Sendable {
  /// A flag of the command line that stands for one of two words.
  public struct Flag: Sendable {
    /// Its name without the dashes.
    public let name: String
    /// What the setting is then.
    public let word: String
    /// What it is for, in one line without a full stop.
    public let help: String
  }

  /// Its name: the field's term.
  public let name: String
  /// Other names that are understood.
  public let aliases: [String]
  /// Where it is listed.
  public let group: SettingGroup
  /// What is accepted.
  public let kind: SettingKind
  /// Words that mean one of the choices as well.
  public let wordAliases: [String: String]
  /// Numbers that keys go through, upwards; whole numbers without a ladder go by 1.
  public let ladder: [Double]
  /// What stands for its value in help.
  public let metavar: String
  /// What it is without being set, in words.
  public let published: String
  /// For which data it is otherwise, and how: "flip: 16"; nil where it is the same for all.
  public let exceptions: String?
  /// What it is, in one line without a full stop.
  public let help: String
  /// Its name as an option of the command line.
  public let option: String
  /// What there is in place of the option; none for most.
  public let flags: [Flag]
  /// Is it what a duel compares, so that it never follows from one side to the other?
  public let isCompared: Bool

  /// A row; what is not given is as usual.
  package init(
    _ name: String, aliases: [String] = [], _ group: SettingGroup, _ kind: SettingKind,
    wordAliases: [String: String] = [:], ladder: [Double] = [], metavar: String? = nil,
    published: String, except exceptions: String? = nil, _ help: String, option: String? = nil,
    flags: [Flag] = [], isCompared: Bool = false
  ) {
    self.name = name
    self.aliases = aliases
    self.group = group
    self.kind = kind
    self.wordAliases = wordAliases
    self.ladder = ladder
    self.metavar = metavar ?? kind.metavar
    self.published = published
    self.exceptions = exceptions
    self.help = help
    self.option = option ?? name
    self.flags = flags
    self.isCompared = isCompared
  }

  /// The value that a text stands for; nil when it is not accepted.
  package func value(of text: String) -> SettingValue? {
    kind.value(of: wordAliases[text] ?? text)
  }

  /// The value next to another, up or down; nil at an end. Choices go round.
  package func step(from value: SettingValue, up: Bool) -> SettingValue? {
    func next(_ now: Double) -> Double? {
      up ? ladder.first { $0 > now } : ladder.last { $0 < now }
    }
    switch (kind, value) {
    case (.choice(let words), .word(let word)):
      guard !words.isEmpty else { return nil }
      let index = words.firstIndex(of: word) ?? 0
      return .word(words[(index + (up ? 1 : words.count - 1)) % words.count])
    case (.integer(let range), .integer(let now)) where ladder.isEmpty:
      let (sum, overflow) = now.addingReportingOverflow(up ? 1 : -1)
      return !overflow && range.contains(sum) ? .integer(sum) : nil
    case (.integer, .integer(let now)), (.counts, .integer(let now)):
      return next(Double(now)).map { .integer(Int($0)) }
    case (.counts, .counts(let first, let second)):
      return next(Double(first + second)).map { .integer(Int($0)) }
    case (.realOrWord(_, let word), .real(let now)):
      return next(now).map { .real($0) } ?? (up ? .word(word) : nil)
    case (.realOrWord, .word): return up ? nil : ladder.last.map { .real($0) }
    case (.real, .real(let now)), (.positive, .real(let now)): return next(now).map { .real($0) }
    default: return nil
    }
  }
}
