import Glibc
import Platform

/// Standard output without a buffer: what is written is written, or an error is thrown.
package enum StandardOutput {
  /// Writes all of a text.
  package static func write(_ text: String) throws(OutputError) {
    try write(Array(text.utf8))
  }

  static func write(_ bytes: [UInt8]) throws(OutputError) {
    let code = bytes.withUnsafeBytes { writeAll(STDOUT_FILENO, $0) }
    if code == EPIPE { throw .closed }
    if code != 0 { throw .failed(code) }
  }
}

/// Output that could not be written.
package enum OutputError: Error, Equatable, CustomStringConvertible {
  /// Nobody reads it any more: no failure, but no reason to go on.
  case closed
  /// The system's reason (errno).
  case failed(Int32)

  package var description: String {
    switch self {
    case .closed: "standard output is closed"
    case .failed(let code): "cannot write standard output: \(systemMessage(code))"
    }
  }
}

/// What is written to be looked at, beside what is written to be kept.
enum Descriptor {
  /// Writes a line to standard error; a failure of that is ignored, having nowhere to go.
  static func complain(_ line: String) { _ = writeAll(STDERR_FILENO, line + "\n") }
}
