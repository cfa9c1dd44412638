import CellGraphics
import NeuralODE

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
