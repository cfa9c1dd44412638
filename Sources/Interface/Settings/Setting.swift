import CellGraphics
import NeuralODE

/// A setting's value.
package typealias SettingValue = RunSetting.Value

extension RunSetting.Value {
  /// As it is typed and shown.
  package var text: String {
    switch self {
    case .word(let word): word
    case .integer(let number): String(number)
    case .real(let number): NumberText.setting(number)
    }
  }
}

/// What a setting can be.
package enum SettingKind: Sendable, Equatable {
  /// One of these words.
  case choice([String])
  /// A whole number; keys go through `steps`.
  case integer(ClosedRange<Int>, steps: [Int])
  /// A number; keys go through `steps`.
  case real(ClosedRange<Double>, steps: [Double])
  /// A number above 0, and at most this.
  case positive(upTo: Double, steps: [Double])
  /// A number as above, or this word, which comes after the last step.
  case realOrWord(ClosedRange<Double>, steps: [Double], word: String)
  /// Free text; keys do not step through it.
  case text

  /// What is accepted, in words that end a sentence.
  package var accepted: String {
    switch self {
    case .choice(let words): return Self.list(words)
    case .integer(let range, _):
      return range.upperBound == .max
        ? "a whole number, \(range.lowerBound) or more"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .real(let range, _): return Self.number(range)
    case .positive(let most, _): return "a number above 0, at most \(NumberText.setting(most))"
    case .realOrWord(let range, _, let word): return "\(Self.number(range)), or \(word)"
    case .text: return "text"
    }
  }

  private static func number(_ range: ClosedRange<Double>) -> String {
    "a number from \(NumberText.setting(range.lowerBound)) to \(NumberText.setting(range.upperBound))"
  }

  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  /// The value that a text stands for; nil when it is not accepted.
  package func value(of text: String) -> SettingValue? {
    func number(_ range: ClosedRange<Double>) -> SettingValue? {
      let isPlain = text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
      guard isPlain, let value = Double(text), value.isFinite, range.contains(value) else {
        return nil
      }
      return .real(value)
    }
    switch self {
    case .choice(let words): return words.contains(text) ? .word(text) : nil
    case .integer(let range, _):
      guard let value = Int(text), range.contains(value) else { return nil }
      return .integer(value)
    case .real(let range, _): return number(range)
    case .positive(let most, _): return number(Double.leastNonzeroMagnitude...most)
    case .realOrWord(let range, _, let word): return text == word ? .word(word) : number(range)
    case .text: return .word(text)
    }
  }

  /// The value next to another, up or down; nil at an end. Choices go round.
  package func step(from value: SettingValue, up: Bool) -> SettingValue? {
    func next<Number: Comparable>(_ steps: [Number], _ now: Number) -> Number? {
      up ? steps.first { $0 > now } : steps.last { $0 < now }
    }
    switch (self, value) {
    case (.choice(let words), .word(let word)):
      guard !words.isEmpty else { return nil }
      let index = words.firstIndex(of: word) ?? 0
      return .word(words[(index + (up ? 1 : words.count - 1)) % words.count])
    case (.integer(let range, let steps), .integer(let now)):
      if steps.isEmpty {
        let (sum, overflow) = now.addingReportingOverflow(up ? 1 : -1)
        return !overflow && range.contains(sum) ? .integer(sum) : nil
      }
      return next(steps, now).map { .integer($0) }
    case (.real(_, let steps), .real(let now)), (.positive(_, let steps), .real(let now)):
      return next(steps, now).map { .real($0) }
    case (.realOrWord(_, let steps, let word), .real(let now)):
      return next(steps, now).map { .real($0) } ?? (up ? .word(word) : nil)
    case (.realOrWord(_, let steps, _), .word):
      return up ? nil : steps.last.map { .real($0) }
    default: return nil
    }
  }

  /// Words that complete what is being typed.
  package var words: [String] {
    switch self {
    case .choice(let words): words
    case .integer(_, let steps): steps.map(String.init)
    case .real(_, let steps), .positive(_, let steps): steps.map { NumberText.setting($0) }
    case .realOrWord(_, let steps, let word): steps.map { NumberText.setting($0) } + [word]
    case .text: []
    }
  }
}

/// Something that a person can set: one row of the table behind the settings panel, the palette, the command line's
/// NAME=VALUE, the configuration file, the share line and demo scripts.
package struct Setting: Sendable {
  /// Headings.
  package enum Group: String, Sendable, CaseIterable {
    /// What is learned.
    case data
    /// By what.
    case model
    /// How it is solved.
    case solver
    /// How it is trained.
    case training
    /// The program itself.
    case program
  }

  /// The name typed.
  package let name: String
  /// Other names that are understood.
  package let aliases: [String]
  /// Words that are understood for some of its choices.
  let wordAliases: [String: String]
  /// Where it is listed.
  package let group: Group
  /// What it can be.
  package let kind: SettingKind
  /// What it is, in one line.
  package let help: String
  /// Has each side its own?
  package let isOfSide: Bool
  /// Does a linked side follow the other?
  package let isLinkable: Bool
  /// The value now.
  package let get: @Sendable (DuelState, Side) -> SettingValue
  /// Changes the state; returns why it cannot be, if it cannot.
  let set: @Sendable (inout DuelState, Side, SettingValue) -> String?
  /// Does it mean anything to that side now?
  package let isRelevant: @Sendable (DuelState, Side) -> Bool

  /// A setting of the whole duel or of the program.
  static func common(
    _ name: String, _ group: Group, _ kind: SettingKind, _ help: String,
    if isRelevant: @escaping @Sendable (DuelState) -> Bool = { _ in true },
    get: @escaping @Sendable (DuelState) -> SettingValue,
    set: @escaping @Sendable (inout DuelState, SettingValue) -> String?
  ) -> Setting {
    Setting(
      name: name, aliases: [], wordAliases: [:], group: group, kind: kind, help: help,
      isOfSide: false, isLinkable: false,
      get: { state, _ in get(state) }, set: { state, _, value in set(&state, value) },
      isRelevant: { state, _ in isRelevant(state) })
  }

  /// A setting of a run: each side has its own.
  init(_ setting: RunSetting) {
    // What the models are is what is compared, and does not follow from one side to the other.
    let isCompared = setting.name == "model" || setting.name == "p"
    self.init(
      name: setting.name, aliases: setting.aliases, wordAliases: setting.wordAliases,
      group: Group(setting.group), kind: SettingKind(setting), help: setting.help, isOfSide: true,
      isLinkable: !isCompared, get: { setting.get($0.setup.run($1)) },
      set: { state, side, value in
        state.setup[side].choose(setting, value, state.setup.data)
      }, isRelevant: { setting.isRelevant($0.setup.run($1)) })
  }

  private init(
    name: String, aliases: [String], wordAliases: [String: String], group: Group,
    kind: SettingKind, help: String, isOfSide: Bool, isLinkable: Bool,
    get: @escaping @Sendable (DuelState, Side) -> SettingValue,
    set: @escaping @Sendable (inout DuelState, Side, SettingValue) -> String?,
    isRelevant: @escaping @Sendable (DuelState, Side) -> Bool
  ) {
    self.name = name
    self.aliases = aliases
    self.wordAliases = wordAliases
    self.group = group
    self.kind = kind
    self.help = help
    self.isOfSide = isOfSide
    self.isLinkable = isLinkable
    self.get = get
    self.set = set
    self.isRelevant = isRelevant
  }

  /// The value that a text stands for; nil when it is not accepted.
  func value(of text: String) -> SettingValue? { kind.value(of: wordAliases[text] ?? text) }

  /// Its name where room is scarce: the shortest there is, if its own is long.
  var label: String {
    name.count <= 10 ? name : aliases.min { $0.count < $1.count } ?? name
  }

  /// A value where room is scarce.
  func shortText(_ value: SettingValue) -> String {
    guard case .word(let word) = value else { return value.text }
    return wordAliases.first { $0.value == word }?.key ?? word
  }
}

extension Setting.Group {
  init(_ group: RunSetting.Group) {
    switch group {
    case .model: self = .model
    case .solver: self = .solver
    case .training: self = .training
    }
  }
}

extension SettingKind {
  /// What a setting of a run takes.
  init(_ setting: RunSetting) {
    switch setting.kind {
    case .choice(let words): self = .choice(words)
    case .integer(let range): self = .integer(range, steps: setting.ladder.map { Int($0) })
    case .real(let range): self = .real(range, steps: setting.ladder)
    case .positive(let most): self = .positive(upTo: most, steps: setting.ladder)
    }
  }
}
