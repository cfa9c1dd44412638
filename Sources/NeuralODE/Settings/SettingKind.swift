/// The value of a setting or an option.
public enum SettingValue: Sendable, Equatable {
  /// A choice, a text, or "on" for a flag.
  case word(String)
  /// A whole number.
  case integer(Int)
  /// A number; always finite.
  case real(Double)
  /// The numbers of points in two classes.
  case counts(Int, Int)
}

/// The values that a setting or an option accepts: the source for parsing, messages, help and the
/// manual.
public enum SettingKind: Sendable, Equatable {
  /// No value.
  case flag
  /// One of these words.
  case choice([String])
  /// A whole number within bounds.
  case integer(ClosedRange<Int>)
  /// A number within bounds.
  case real(ClosedRange<Double>)
  /// A number above 0, up to a bound.
  case positive(upTo: Double)
  /// A number within bounds, or a word, which comes after the last step of a ladder.
  case realOrWord(ClosedRange<Double>, String)
  /// The numbers of points in two classes, joined by a plus sign, or their sum.
  case counts(ClosedRange<Int>)
  /// Any text except the empty one.
  case text
  /// A file name.
  case path
  /// A time in seconds, or minutes and seconds.
  case time
}

extension SettingKind {
  /// The bounds of its numbers, in words.
  package var bounds: String? {
    switch self {
    case .integer(let range), .counts(let range):
      "from \(range.lowerBound) to \(range.upperBound)"
    case .real(let range), .realOrWord(let range, _):
      "from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
    case .positive(let most): "above 0, at most \(Self.plain(most))"
    case .flag, .choice, .text, .path, .time: nil
    }
  }

  /// The accepted values, in words that end a sentence.
  package var accepted: String {
    switch self {
    case .flag: "no value"
    case .choice(let words): Self.list(words)
    case .integer: "a whole number \(bounds ?? "")"
    case .real, .positive: "a number \(bounds ?? "")"
    case .realOrWord(_, let word): "a number \(bounds ?? ""), or \(word)"
    case .counts: "two whole numbers \(bounds ?? ""), written as 500+1500, or their sum"
    case .text: "a word"
    case .path: "a file name"
    case .time: "a time, written as 12.5s or 1:30"
    }
  }

  /// The placeholder for the value in help, unless a row has its own.
  var metavar: String {
    switch self {
    case .integer: "N"
    case .real, .realOrWord, .positive: "X"
    case .counts: "NEG+POS"
    case .flag, .choice, .text, .path, .time: "NAME"
    }
  }

  /// The accepted words.
  package var words: [String] {
    switch self {
    case .choice(let words): words
    case .realOrWord(_, let word): [word]
    case .flag, .integer, .real, .positive, .counts, .text, .path, .time: []
    }
  }

  /// The value of a text (a time is a word here); nil if it is not accepted.
  package func value(of text: String) -> SettingValue? {
    switch self {
    case .flag: nil
    case .choice(let words): words.contains(text) ? .word(text) : nil
    case .integer(let range): Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
    case .real(let range): Self.number(text).flatMap { range.contains($0) ? .real($0) : nil }
    case .positive(let most): Self.number(text).flatMap { $0 > 0 && $0 <= most ? .real($0) : nil }
    case .realOrWord(let range, let word):
      text == word ? .word(word) : SettingKind.real(range).value(of: text)
    case .counts(let range): Self.counts(text, range)
    case .text, .path, .time: text.isEmpty ? nil : .word(text)
    }
  }

  private static func counts(_ text: String, _ range: ClosedRange<Int>) -> SettingValue? {
    let numbers = text.split(separator: "+", omittingEmptySubsequences: false).map { Int($0) }
    switch (numbers.count, numbers.first ?? nil, numbers.last ?? nil) {
    case (1, let sum?, _):
      return range.contains(sum / 2) && sum <= range.upperBound
        ? .integer(sum) : nil
    case (2, let first?, let second?):
      return range.contains(first) && range.contains(second) ? .counts(first, second) : nil
    default: return nil
    }
  }

  /// A finite decimal number. (Double also accepts "inf", "nan" and hexadecimal, and overflows to
  /// infinity.)
  private static func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let value = Double(text),
      value.isFinite
    else { return nil }
    return value
  }

  /// "a", "a or b", "a, b or c".
  package static func list(_ words: [String], _ conjunction: String = "or") -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }

  /// A whole number without a decimal point.
  package static func plain(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }
}
