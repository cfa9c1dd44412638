/// Something that a person can choose about a run: a row of the one table behind the options of
/// every command that trains, the settings panel, commands in words, the configuration file, share
/// lines, demos, sweeps and the manual. A knob more is a row more.
public struct RunSetting: Sendable {
  /// What a setting can be set to.
  public enum Value: Sendable, Equatable {
    /// One of some words.
    case word(String)
    /// A whole number.
    case integer(Int)
    /// A number.
    case real(Double)
  }

  /// What is accepted.
  public enum Kind: Sendable, Equatable {
    /// One of these words.
    case choice([String])
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// A number.
    case real(ClosedRange<Double>)
    /// A number above 0, and at most this.
    case positive(upTo: Double)
  }

  /// Where it is listed.
  public enum Group: String, Sendable, CaseIterable {
    /// What learns.
    case model
    /// How its flow is solved.
    case solver
    /// How it is trained.
    case training
  }

  /// Its name: the field's term.
  public let name: String
  /// Other names that are understood.
  public let aliases: [String]
  /// Where it is listed.
  public let group: Group
  /// What is accepted.
  public let kind: Kind
  /// Words that mean one of the choices as well.
  public let wordAliases: [String: String]
  /// Numbers that keys go through.
  public let ladder: [Double]
  /// What stands for its value in help.
  public let metavar: String
  /// What it is without being set, in words.
  public let published: String
  /// What it is, in one line without a full stop.
  public let help: String
  /// The value that a run has.
  public let get: @Sendable (RunConfiguration) -> Value
  /// Gives a run a value of this kind; returns why that cannot be, if it cannot: the run is then as
  /// it was.
  public let set: @Sendable (inout RunConfiguration, Value) -> String?
  /// Does it mean anything to that run?
  public let isRelevant: @Sendable (RunConfiguration) -> Bool

  /// The setting of that name, or of that other name.
  public static func named(_ name: String) -> RunSetting? {
    all.first { $0.name == name } ?? all.first { $0.aliases.contains(name) }
  }

  init(
    _ name: String, aliases: [String] = [], _ group: Group, _ kind: Kind,
    wordAliases: [String: String] = [:], ladder: [Double] = [], metavar: String, published: String,
    _ help: String, if isRelevant: @escaping @Sendable (RunConfiguration) -> Bool = { _ in true },
    get: @escaping @Sendable (RunConfiguration) -> Value,
    set: @escaping @Sendable (inout RunConfiguration, Value) -> String?
  ) {
    self.name = name
    self.aliases = aliases
    self.group = group
    self.kind = kind
    self.wordAliases = wordAliases
    self.ladder = ladder
    self.metavar = metavar
    self.published = published
    self.help = help
    self.isRelevant = isRelevant
    self.get = get
    self.set = set
  }

  /// One of an enumeration's cases.
  static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ group: Group, wordAliases: [String: String] = [:], metavar: String = "NAME",
    published: String, _ help: String,
    if isRelevant: @escaping @Sendable (RunConfiguration) -> Bool = { _ in true },
    among choices: [Choice] = Array(Choice.allCases),
    _ path: WritableKeyPath<RunConfiguration, Choice> & Sendable,
    unless obstacle: @escaping @Sendable (RunConfiguration, Choice) -> String? = { _, _ in nil }
  ) -> RunSetting {
    RunSetting(
      name, group, .choice(choices.map(\.rawValue)), wordAliases: wordAliases, metavar: metavar,
      published: published, help, if: isRelevant, get: { .word($0[keyPath: path].rawValue) },
      set: { run, value in
        guard case .word(let word) = value, let choice = Choice(rawValue: word) else { return nil }
        if let reason = obstacle(run, choice) { return reason }
        run[keyPath: path] = choice
        return nil
      })
  }

  /// A whole number.
  static func integer(
    _ name: String, aliases: [String] = [], _ group: Group, _ range: ClosedRange<Int>,
    ladder: [Int], published: String, _ help: String,
    if isRelevant: @escaping @Sendable (RunConfiguration) -> Bool = { _ in true },
    _ path: WritableKeyPath<RunConfiguration, Int> & Sendable,
    unless obstacle: @escaping @Sendable (RunConfiguration, Int) -> String? = { _, _ in nil }
  ) -> RunSetting {
    RunSetting(
      name, aliases: aliases, group, .integer(range), ladder: ladder.map(Double.init), metavar: "N",
      published: published, help, if: isRelevant, get: { .integer($0[keyPath: path]) },
      set: { run, value in
        guard case .integer(let number) = value else { return nil }
        if let reason = obstacle(run, number) { return reason }
        run[keyPath: path] = number
        return nil
      })
  }

  /// A number.
  static func real(
    _ name: String, aliases: [String] = [], _ group: Group, _ kind: Kind, ladder: [Double],
    published: String, _ help: String,
    if isRelevant: @escaping @Sendable (RunConfiguration) -> Bool = { _ in true },
    _ path: WritableKeyPath<RunConfiguration, Double> & Sendable,
    unless obstacle: @escaping @Sendable (RunConfiguration, Double) -> String? = { _, _ in nil }
  ) -> RunSetting {
    RunSetting(
      name, aliases: aliases, group, kind, ladder: ladder, metavar: "X", published: published, help,
      if: isRelevant, get: { .real($0[keyPath: path]) },
      set: { run, value in
        guard case .real(let number) = value else { return nil }
        if let reason = obstacle(run, number) { return reason }
        run[keyPath: path] = number
        return nil
      })
  }
}
