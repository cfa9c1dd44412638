import CellGraphics

/// One JSON object on one line, its keys in the order given.
package struct JSONLine: Sendable, Equatable {
  /// A value.
  package enum Value: Sendable, Equatable {
    /// What is not known, or does not apply.
    case null
    /// A truth.
    case truth(Bool)
    /// A whole number.
    case integer(Int)
    /// A number, rounded to so many significant digits; null when it is none.
    case number(Double, digits: Int)
    /// A text.
    case text(String)
  }

  /// Keys and values.
  package var members: [(key: String, value: Value)]

  /// An object.
  package init(_ members: [(String, Value)]) {
    self.members = members.map { (key: $0.0, value: $0.1) }
  }

  /// The object, with the end of its line.
  package var text: String {
    let body = members.map { "\(JSONValue.quoted($0.key)):\(Self.text($0.value))" }
    return "{" + body.joined(separator: ",") + "}\n"
  }

  private static func text(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .truth(let truth): truth ? "true" : "false"
    case .integer(let integer): String(integer)
    case .number(let number, let digits): rounded(number, digits: digits) ?? "null"
    case .text(let text): JSONValue.quoted(text)
    }
  }

  /// The number with so many significant digits, as short as it can be written; nil when it is not
  /// finite.
  package static func rounded(_ number: Double, digits: Int) -> String? {
    guard number.isFinite else { return nil }
    let text = SignificantDigits.text(number, max(1, digits))
    return Double(text).map { $0 == $0.rounded() && abs($0) < 1e15 ? String(Int($0)) : "\($0)" }
  }

  /// Are keys and values the same, in the same order?
  package static func == (a: JSONLine, b: JSONLine) -> Bool { a.text == b.text }
}
