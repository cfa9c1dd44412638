import Canvas
import Platform

/// One JSON object on one line, its keys in the order given.
package struct JSONLine: Sendable, Equatable {
  package enum Value: Sendable, Equatable {
    /// Unknown or not applicable.
    case null
    case truth(Bool)
    case integer(Int)
    /// Rounded to significant digits; null if not finite.
    case number(Double, digits: Int)
    /// Rounded to decimals if given, with a decimal point; null if not finite.
    case decimal(Double, digits: Int? = nil)
    case text(String)

    /// Without quotation marks; nil for null.
    var text: String? {
      switch self {
      case .null: return nil
      case .truth(let truth): return truth ? "true" : "false"
      case .integer(let integer): return String(integer)
      case .number(let number, let digits): return JSONLine.rounded(number, digits: digits)
      case .decimal(let number, let digits):
        guard number.isFinite else { return nil }
        let scale = (0..<(digits ?? 0)).reduce(1.0) { scale, _ in scale * 10 }
        return digits == nil ? "\(number)" : "\((number * scale).rounded() / scale)"
      case .text(let text): return text
      }
    }
  }

  package var members: [(key: String, value: Value)]

  package init(_ members: [(String, Value)]) {
    self.members = members.map { (key: $0.0, value: $0.1) }
  }

  /// With a newline.
  package var text: String {
    let body = members.map { "\(JSONValue.quoted($0.key)):\(Self.text($0.value))" }
    return "{" + body.joined(separator: ",") + "}\n"
  }

  private static func text(_ value: Value) -> String {
    if case .text(let text) = value { JSONValue.quoted(text) } else { value.text ?? "null" }
  }

  /// The shortest text with so many significant digits; nil if not finite.
  package static func rounded(_ number: Double, digits: Int) -> String? {
    guard number.isFinite else { return nil }
    let text = SignificantDigits.text(number, max(1, digits))
    return Double(text).map { $0 == $0.rounded() && abs($0) < 1e15 ? String(Int($0)) : "\($0)" }
  }

  /// Whether keys and values are the same, in the same order.
  package static func == (a: JSONLine, b: JSONLine) -> Bool { a.text == b.text }
}

/// Numbers as C's `%g` writes them.
enum SignificantDigits {
  /// Correctly rounded. The decimal point is a point: the program sets only LC_CTYPE.
  static func text(_ value: Double, _ digits: Int) -> String {
    // A double has no more than 767 digits that are not zero.
    var buffer = [CChar](repeating: 0, count: 800)
    let count = withVaList([Int32(clamping: min(digits, 767)), value]) {
      vsnprintf(&buffer, buffer.count, "%.*g", $0)
    }
    let text = buffer.prefix(Int(max(0, count))).map { UInt8(bitPattern: $0) }
    return String(decoding: text, as: UTF8.self)
  }
}
