/// The group in which a setting is listed.
public enum SettingGroup: String, Sendable, CaseIterable {
  /// Data to learn.
  case data
  /// Architecture.
  case model
  /// Solver of the flow.
  case solver
  /// Loss and optimiser.
  case training
  /// The program itself.
  case program
}

/// The name, values and texts of a setting.
public struct SettingRow: Sendable {
  /// A command-line flag for one of two words.
  public struct Flag: Sendable {
    /// Its name without the dashes.
    public let name: String
    /// The value that it sets.
    public let word: String
    /// Help, in one line without a full stop.
    public let help: String
  }

  /// Its name, the established term.
  public let name: String
  /// Other accepted names.
  public let aliases: [String]
  /// The group in which it is listed.
  public let group: SettingGroup
  /// The accepted values.
  public let kind: SettingKind
  /// Other accepted words for choices.
  public let wordAliases: [String: String]
  /// Numbers that keys step through, ascending; whole numbers without a ladder step by 1.
  public let ladder: [Double]
  /// The placeholder for its value in help.
  public let metavar: String
  /// The default, in words.
  public let published: String
  /// Other defaults by data set, such as "flip: 16".
  public let exceptions: String?
  /// Help, in one line without a full stop.
  public let help: String
  /// Its name as a command-line option.
  public let option: String
  /// Flags in place of the option.
  public let flags: [Flag]
  /// Whether a duel compares it: then it is never copied to the other side.
  public let isCompared: Bool

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

  /// The value of a text; nil if it is not accepted.
  package func value(of text: String) -> SettingValue? {
    kind.value(of: wordAliases[text] ?? text)
  }

  /// The next value up or down; nil at an end. Choices wrap around.
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
