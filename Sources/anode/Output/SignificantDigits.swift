import Glibc

/// Numbers as C's `%g` writes them.
enum SignificantDigits {
  /// A number with up to so many significant digits, correctly rounded. The program leaves the
  /// locale's numbers alone (it sets LC_CTYPE and nothing else), so that the point is a point.
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
