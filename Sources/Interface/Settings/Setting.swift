/// A setting's value.
public enum SettingValue: Sendable, Equatable {
  /// One of some words.
  case word(String)
  /// A whole number.
  case integer(Int)
  /// A number.
  case real(Double)

  /// As it is typed and shown.
  public var text: String {
    switch self {
    case .word(let word): word
    case .integer(let number): String(number)
    case .real(let number): NumberText.setting(number)
    }
  }
}

/// What a setting can be.
public enum SettingKind: Sendable, Equatable {
  /// One of these words.
  case choice([String])
  /// A whole number; keys go through `steps`.
  case integer(ClosedRange<Int>, steps: [Int])
  /// A number; keys go through `steps`.
  case real(ClosedRange<Double>, steps: [Double])
  /// A number as above, or this word, which comes after the last step.
  case realOrWord(ClosedRange<Double>, steps: [Double], word: String)
  /// Free text; keys do not step through it.
  case text

  /// What is accepted, in words that end a sentence.
  public var accepted: String {
    switch self {
    case .choice(let words): return Self.list(words)
    case .integer(let range, _):
      return range.upperBound == .max
        ? "a whole number, \(range.lowerBound) or more"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .real(let range, _): return Self.number(range)
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
  public func value(of text: String) -> SettingValue? {
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
    case .realOrWord(let range, _, let word): return text == word ? .word(word) : number(range)
    case .text: return .word(text)
    }
  }

  /// The value next to another, up or down; nil at an end. Choices go round.
  public func step(from value: SettingValue, up: Bool) -> SettingValue? {
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
    case (.real(_, let steps), .real(let now)): return next(steps, now).map { .real($0) }
    case (.realOrWord(_, let steps, let word), .real(let now)):
      return next(steps, now).map { .real($0) } ?? (up ? .word(word) : nil)
    case (.realOrWord(_, let steps, _), .word):
      return up ? nil : steps.last.map { .real($0) }
    default: return nil
    }
  }

  /// Words that complete what is being typed.
  public var words: [String] {
    switch self {
    case .choice(let words): words
    case .integer(_, let steps): steps.map(String.init)
    case .real(_, let steps): steps.map { NumberText.setting($0) }
    case .realOrWord(_, let steps, let word): steps.map { NumberText.setting($0) } + [word]
    case .text: []
    }
  }
}

/// Something that a person can set: one row of the table behind the settings panel, the palette, the command line's
/// NAME=VALUE, the configuration file, the share line and demo scripts.
public struct Setting: Sendable {
  /// Headings.
  public enum Group: String, Sendable, CaseIterable {
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
  public let name: String
  /// Where it is listed.
  public let group: Group
  /// What it can be.
  public let kind: SettingKind
  /// What it is, in one line.
  public let help: String
  /// Has each side its own?
  public let isOfSide: Bool
  /// Does a linked side follow the other?
  public let isLinkable: Bool
  /// The value now.
  public let get: @Sendable (DuelState, Side) -> SettingValue
  /// Changes the state; returns why it cannot be, if it cannot.
  let set: @Sendable (inout DuelState, Side, SettingValue) -> String?
  /// Does it mean anything to that side now?
  public let isRelevant: @Sendable (DuelState, Side) -> Bool

  /// A setting of the whole duel or of the program.
  static func common(
    _ name: String, _ group: Group, _ kind: SettingKind, _ help: String,
    if isRelevant: @escaping @Sendable (DuelState) -> Bool = { _ in true },
    get: @escaping @Sendable (DuelState) -> SettingValue,
    set: @escaping @Sendable (inout DuelState, SettingValue) -> String?
  ) -> Setting {
    Setting(
      name: name, group: group, kind: kind, help: help, isOfSide: false, isLinkable: false,
      get: { state, _ in get(state) }, set: { state, _, value in set(&state, value) },
      isRelevant: { state, _ in isRelevant(state) })
  }

  /// A setting of one side.
  static func side(
    _ name: String, _ group: Group, _ kind: SettingKind, _ help: String, isLinkable: Bool = true,
    if isRelevant: @escaping @Sendable (DuelState, SideSetup) -> Bool = { _, _ in true },
    get: @escaping @Sendable (DuelState, Side) -> SettingValue,
    set: @escaping @Sendable (inout SideSetup, SettingValue, DuelState) -> String?
  ) -> Setting {
    Setting(
      name: name, group: group, kind: kind, help: help, isOfSide: true, isLinkable: isLinkable,
      get: get,
      set: { state, side, value in
        var changed = state.setup[side]
        if let reason = set(&changed, value, state) { return reason }
        state.setup[side] = changed
        return nil
      },
      isRelevant: { state, side in isRelevant(state, state.setup[side]) })
  }
}
