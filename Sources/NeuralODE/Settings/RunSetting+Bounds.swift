// What is accepted is said here, and taken here, for options, settings of the screen and scripts
// alike: words that are written beside a range of their own come to contradict it.

extension RunSetting {
  /// Seeds that can be asked for: what a signed number holds, since settings are whole numbers.
  package static let seeds = Kind.integer(0...Int.max)

  /// The seed that is so many after another; after the last comes 0 again.
  package static func seed(_ first: UInt64, plus count: Int) -> UInt64 {
    (first &+ UInt64(truncatingIfNeeded: count)) & UInt64(Int.max)
  }
}

extension RunSetting.Kind {
  /// Between what its numbers lie, in words; nil of words.
  package var bounds: String? {
    switch self {
    case .choice: nil
    case .integer(let range): "from \(range.lowerBound) to \(range.upperBound)"
    case .real(let range): "from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
    case .positive(let most): "above 0, at most \(Self.plain(most))"
    }
  }

  /// What is accepted, in words that end a sentence.
  package var accepted: String {
    switch self {
    case .choice(let words): Self.list(words)
    case .integer: "a whole number \(bounds ?? "")"
    case .real, .positive: "a number \(bounds ?? "")"
    }
  }

  /// The value that a text stands for; nil when it is not accepted.
  package func value(of text: String) -> RunSetting.Value? {
    switch self {
    case .choice(let words): words.contains(text) ? .word(text) : nil
    case .integer(let range):
      Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
    case .real(let range): Self.number(text).flatMap { range.contains($0) ? .real($0) : nil }
    case .positive(let most):
      Self.number(text).flatMap { $0 > 0 && $0 <= most ? .real($0) : nil }
    }
  }

  /// A finite number in decimal notation. (Double takes "inf", "nan" and hexadecimal; none is a
  /// number here. Overflow gives an infinity.)
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

  private static func plain(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }
}
