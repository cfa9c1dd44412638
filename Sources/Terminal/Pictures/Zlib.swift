import CZlib

/// Packing of what goes through the terminal's line.
enum Zlib {
  /// The bytes in zlib's format, at the least effort; nil where that fails.
  static func deflated(_ bytes: [UInt8]) -> [UInt8]? {
    var length = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(length))
    guard compress2(&result, &length, bytes, uLong(bytes.count), 1) == Z_OK else { return nil }
    result.removeLast(result.count - Int(length))
    return result
  }
}
