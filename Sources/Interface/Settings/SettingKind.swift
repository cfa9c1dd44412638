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

  /// The words or numbers that it takes; nil of text.
  private var values: RunSetting.Kind? {
    switch self {
    case .choice(let words): .choice(words)
    case .integer(let range, _): .integer(range)
    case .real(let range, _), .realOrWord(let range, _, _): .real(range)
    case .positive(let most, _): .positive(upTo: most)
    case .text: nil
    }
  }

  /// What is accepted, in words that end a sentence.
  package var accepted: String {
    let text = values?.accepted ?? "text"
    if case .realOrWord(_, _, let word) = self { return "\(text), or \(word)" }
    return text
  }

  /// The value that a text stands for; nil when it is not accepted.
  package func value(of text: String) -> SettingValue? {
    if case .realOrWord(_, _, let word) = self, text == word { return .word(word) }
    return values.map { $0.value(of: text) } ?? .word(text)
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
  init(_ setting: RunSetting) { self.init(setting.kind, ladder: setting.ladder) }

  /// The same words or numbers; keys go through the ladder.
  init(_ kind: RunSetting.Kind, ladder: [Double]) {
    switch kind {
    case .choice(let words): self = .choice(words)
    case .integer(let range): self = .integer(range, steps: ladder.map { Int($0) })
    case .real(let range): self = .real(range, steps: ladder)
    case .positive(let most): self = .positive(upTo: most, steps: ladder)
    }
  }
}
