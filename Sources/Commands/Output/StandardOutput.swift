import Platform

/// Unbuffered: a write is complete or throws.
package enum StandardOutput {
  package static func write(_ text: String) throws(OutputError) {
    try write(Array(text.utf8))
  }

  static func write(_ bytes: [UInt8]) throws(OutputError) {
    let code = bytes.withUnsafeBytes { writeAll(STDOUT_FILENO, $0) }
    if code == EPIPE { throw .closed }
    if code != 0 { throw .failed(code) }
  }
}

package enum OutputError: Error, Equatable, CustomStringConvertible {
  /// The reader is gone: a reason to stop, not a failure.
  case closed
  /// errno.
  case failed(Int32)

  package var description: String {
    switch self {
    case .closed: "standard output is closed"
    case .failed(let code): "cannot write standard output: \(systemMessage(code))"
    }
  }
}

enum Descriptor {
  /// Writes a line to standard error; failures are ignored.
  static func complain(_ line: String) { _ = writeAll(STDERR_FILENO, line + "\n") }
}
