import Glibc

/// Standard output without a buffer: what is written is written, or an error is thrown.
package enum StandardOutput {
  /// Writes all of a text.
  package static func write(_ text: String) throws(OutputError) {
    try write(Array(text.utf8))
  }

  /// Writes all bytes.
  static func write(_ bytes: [UInt8]) throws(OutputError) {
    let code = bytes.withUnsafeBytes { Descriptor.write(STDOUT_FILENO, $0) }
    if code == EPIPE { throw .closed }
    if code != 0 { throw .failed(code) }
  }
}

/// The system's words for an errno.
func systemMessage(_ code: Int32) -> String {
  strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
