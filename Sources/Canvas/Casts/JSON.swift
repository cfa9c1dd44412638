/// A JSON value (RFC 8259) from a line that a user can have edited. Files that only the program
/// writes are read by FoundationEssentials, whose errors give no position or expectation, and which
/// reads half a surrogate as null.
package enum JSONValue: Equatable, Sendable {
  case null
  case truth(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// For messages.
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

  /// A JSON string literal: escapes only what JSON requires and what is not printable.
  package static func quoted(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    result.append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += ["\\", scalar]
      case "\n": result += ["\\", "n"]
      case "\r": result += ["\\", "r"]
      case "\t": result += ["\\", "t"]
      // Not printable: control characters (C0 and C1), line and paragraph separators.
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

/// Reads one JSON value from any bytes, with bounded depth.
struct JSONReader {
  struct Failure: Error, Equatable {
    /// In bytes, from 0.
    var offset: Int
    var found: String
    var expected: String
  }

  private static let depthLimit = 32

  private let bytes: ArraySlice<UInt8>
  private var index: Int

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  /// Throws unless the bytes are exactly one value.
  static func value(of bytes: ArraySlice<UInt8>) throws(Failure) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    if reader.index < bytes.endIndex { throw reader.failure("the end of the line") }
    return value
  }

  private var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

  private func failure(_ expected: String) -> Failure {
    let found: String
    if let next {
      found =
        next >= 0x20 && next < 0x7F
        ? "'\(Character(Unicode.Scalar(next)))'" : "byte 0x" + String(next, radix: 16)
    } else {
      found = "the end of the line"
    }
    return Failure(offset: index - bytes.startIndex, found: found, expected: expected)
  }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      index += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let next, UInt32(next) == character.value else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(Failure) -> JSONValue {
    skipBlanks()
    guard let first = next else { throw failure("a value") }
    switch first {
    case UInt8(ascii: "{") where depth < Self.depthLimit: return try object(depth: depth + 1)
    case UInt8(ascii: "[") where depth < Self.depthLimit: return try list(depth: depth + 1)
    case UInt8(ascii: "{"), UInt8(ascii: "["): throw failure("at most 32 nested values")
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "-"), 0x30...0x39: return .number(try number())
    default:
      for (word, value) in [
        ("null", JSONValue.null), ("true", .truth(true)), ("false", .truth(false)),
      ] where bytes[index...].starts(with: word.utf8) {
        index += word.utf8.count
        return value
      }
      throw failure("a value")
    }
  }

  private mutating func object(depth: Int) throws(Failure) -> JSONValue {
    index += 1
    var members: [String: JSONValue] = [:]
    skipBlanks()
    if take("}") { return .object(members) }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw failure("a name in quotation marks") }
      let name = try text()
      skipBlanks()
      guard take(":") else { throw failure("':'") }
      members[name] = try value(depth: depth)
      skipBlanks()
      if take("}") { return .object(members) }
      guard take(",") else { throw failure("',' or '}'") }
    }
  }

  private mutating func list(depth: Int) throws(Failure) -> JSONValue {
    index += 1
    var values: [JSONValue] = []
    skipBlanks()
    if take("]") { return .list(values) }
    while true {
      values.append(try value(depth: depth))
      skipBlanks()
      if take("]") { return .list(values) }
      guard take(",") else { throw failure("',' or ']'") }
    }
  }

  private mutating func number() throws(Failure) -> Double {
    let start = index
    _ = take("-")
    let leading = next
    let whole = skipDigits()
    guard whole > 0, whole == 1 || leading != 0x30 else {
      index = start
      throw failure("a number")
    }
    if take("."), skipDigits() == 0 { throw failure("a digit") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      if skipDigits() == 0 { throw failure("a digit") }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      index = start
      throw failure("a number up to 1.8e308")
    }
    return value
  }

  private mutating func skipDigits() -> Int {
    let start = index
    while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
    return index - start
  }

  private mutating func text() throws(Failure) -> String {
    index += 1
    var result: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        // Invalid UTF-8 becomes U+FFFD.
        return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"):
        index += 1
        try escaped(into: &result)
      case 0x00..<0x20: throw failure("control characters written as \\u....")
      default:
        result.append(byte)
        index += 1
      }
    }
    throw failure("a closing quotation mark")
  }

  private mutating func escaped(into result: inout [UInt8]) throws(Failure) {
    let plain: [UInt8: UInt8] = [
      0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
      UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]
    guard let code = next, code == UInt8(ascii: "u") || plain[code] != nil else {
      throw failure("one of \"\\/bfnrtu after a backslash")
    }
    index += 1
    if let byte = plain[code] { return result.append(byte) }
    var value = try unit()
    // A surrogate pair is one character; a lone surrogate is invalid.
    if (0xD800..<0xDC00).contains(value), bytes[index...].starts(with: "\\u".utf8) {
      let mark = index
      index += 2
      let low = try unit()
      if (0xDC00..<0xE000).contains(low) {
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      } else {
        index = mark
      }
    }
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    result += Array(String(Character(scalar)).utf8)
  }

  private mutating func unit() throws(Failure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80
      else { throw failure("four hexadecimal digits") }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }
}
