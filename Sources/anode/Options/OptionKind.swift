/// What an option takes: parsing, messages, help and the man page are all made from it.
package enum OptionKind: Sendable, Equatable {
  /// Nothing: it is there or not.
  case flag
  /// One of these words.
  case choice([String])
  /// A whole number within bounds; `Int.max` stands for none.
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
