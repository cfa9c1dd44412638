import NeuralODE

/// What an option takes: parsing, messages, help and the man page are all made from it.
package enum OptionKind: Sendable, Equatable {
  /// Nothing: it is there or not.
  case flag
  /// One of these words.
  case choice([String])
  /// A whole number within bounds.
  case integer(ClosedRange<Int>)
  /// A number above 0, and at most this.
  case positive(upTo: Double)
  /// A number within bounds.
  case number(ClosedRange<Double>)
  /// A number within bounds, or this word.
  case numberOrWord(ClosedRange<Double>, String)
  /// Any text but the empty one.
  case text
  /// Two whole numbers within bounds, joined by a plus sign.
  case sum(ClosedRange<Int>)
  /// The name of a file.
  case path
  /// A moment: seconds, or minutes and seconds.
  case time

  /// The words or numbers that it takes: which they are, and how they are said and read. Of a sum,
  /// each of the two.
  package var values: RunSetting.Kind? {
    switch self {
    case .choice(let words): .choice(words)
    case .integer(let range), .sum(let range): .integer(range)
    case .positive(let most): .positive(upTo: most)
    case .number(let range), .numberOrWord(let range, _): .real(range)
    case .flag, .text, .path, .time: nil
    }
  }

  /// What is accepted, in words that end a sentence.
  package var accepted: String {
    switch self {
    case .flag: "no value"
    case .choice, .integer, .positive, .number: values?.accepted ?? ""
    case .numberOrWord(_, let word): "\(values?.accepted ?? ""), or \(word)"
    case .text: "a word"
    case .sum: "two whole numbers \(values?.bounds ?? ""), written as 500+1500"
    case .path: "the name of a file"
    case .time: "a time, written as 12.5s or 1:30"
    }
  }

  /// "a", "a or b", "a, b or c".
  package static func list(_ words: [String], _ conjunction: String = "or") -> String {
    RunSetting.Kind.list(words, conjunction)
  }
}
