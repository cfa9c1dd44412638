import Glibc

/// Standard output without a buffer: what is written is written, or an error is thrown.
package enum StandardOutput {
  /// Writes all of a text.
  package static func write(_ text: String) throws(OutputError) {
    let code = Descriptor.write(STDOUT_FILENO, text)
    if code == EPIPE { throw .closed }
    if code != 0 { throw .failed(code) }
  }
}

/// The system's words for an errno.
func systemMessage(_ code: Int32) -> String {
  strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
