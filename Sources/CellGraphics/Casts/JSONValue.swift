/// A JSON value (RFC 8259), as far as recordings need one. This room does without Foundation, whose
/// start-up a player would pay for, and whose errors do not say what was expected.
package enum JSONValue: Equatable, Sendable {
  case null
  case truth(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// What it is, for messages.
  var found: String {
    switch self {
    case .null: "null"
    case .truth(let truth): truth ? "true" : "false"
    case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
    case .text(let text): "\"" + (text.count > 40 ? text.prefix(37) + "..." : text) + "\""
    case .list: "a list"
    case .object: "an object"
    }
  }

  /// A text between quotation marks, with what JSON wants escaped; everything else is UTF-8.
  package static func quoted(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    result.append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += ["\\", scalar]
      case "\n": result += ["\\", "n"]
      case "\r": result += ["\\", "r"]
      case "\t": result += ["\\", "t"]
      // What is not printable: the controls of both sets, and the ends of lines and paragraphs.
      case "\0"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars
      default: result.append(scalar)
      }
    }
    result.append("\"")
    return String(result)
  }
}
