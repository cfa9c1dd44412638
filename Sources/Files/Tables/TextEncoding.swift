/// A text file's encoding: UTF-8 or UTF-16, with a byte-order mark or without.
public enum TextEncoding: String, Sendable {
  /// UTF-8 without a mark.
  case utf8 = "UTF-8"
  /// UTF-8 as spreadsheets write it.
  case markedUTF8 = "UTF-8 with a byte-order mark"
  /// Lower byte first.
  case littleUTF16 = "UTF-16, little-endian"
  /// Higher byte first.
  case bigUTF16 = "UTF-16, big-endian"

  /// A file's text as UTF-8 without a mark.
  ///
  /// - Throws: `TableFailure.unreadable` with the first line that cannot be decoded.
  /// - Complexity: O(bytes).
  static func decode(_ bytes: [UInt8]) throws(TableFailure) -> (text: [UInt8], encoding: Self) {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
      let rest = Array(bytes[3...])
      try validate(rest)
      return (rest, .markedUTF8)
    }
    guard let encoding = utf16(bytes) else {
      try validate(bytes)
      return (bytes, .utf8)
    }
    let isMarked = bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff])
    guard bytes.count % 2 == 0 else {
      throw .unreadable("is UTF-16 of \(bytes.count) bytes, expected an even number")
    }
    let low = encoding == .littleUTF16 ? 0 : 1
    let units = stride(from: isMarked ? 2 : 0, to: bytes.count, by: 2).map {
      UInt16(bytes[$0 + low]) | UInt16(bytes[$0 + 1 - low]) << 8
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw .unreadable("is not UTF-16 text: half of a surrogate pair is missing")
    }
    return (Array(text.utf8), encoding)
  }

  /// The kind of UTF-16, by its mark or by zeros: in most tables most characters have a higher byte
  /// of 0, and other text has none.
  private static func utf16(_ bytes: [UInt8]) -> Self? {
    if bytes.starts(with: [0xff, 0xfe]) { return .littleUTF16 }
    if bytes.starts(with: [0xfe, 0xff]) { return .bigUTF16 }
    let sample = bytes.prefix(2048)
    guard sample.count >= 4 else { return nil }
    var zeros = [0, 0]
    for (place, byte) in sample.enumerated() where byte == 0 { zeros[place % 2] += 1 }
    let most = sample.count * 3 / 8
    if zeros[1] > most, zeros[0] == 0 { return .littleUTF16 }
    if zeros[0] > most, zeros[1] == 0 { return .bigUTF16 }
    return nil
  }

  static func isUTF16(_ bytes: [UInt8]) -> Bool { utf16(bytes) != nil }

  private static func validate(_ bytes: [UInt8]) throws(TableFailure) {
    if String(validating: bytes, as: UTF8.self) != nil { return }
    // No text encoding has these bytes.
    if let place = bytes.prefix(4096).firstIndex(where: { $0 < 0x09 || (0x0e..<0x1a).contains($0) })
    {
      throw .unreadable("is not text (byte \(place) is \(bytes[place])), expected a table")
    }
    var line = 1
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar == "\n" { line += 1 }
    }
    throw .unreadable(
      "line \(line): is not UTF-8 text, expected UTF-8 or UTF-16 "
        + "(iconv -f WINDOWS-1252 -t UTF-8 converts a spreadsheet's)")
  }
}
