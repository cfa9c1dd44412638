import Glibc

/// Output that could not be written.
package enum OutputError: Error, Equatable, CustomStringConvertible {
  /// Nobody reads it any more: no failure, but no reason to go on.
  case closed
  /// The system's reason (errno).
  case failed(Int32)

  /// For the person.
  package var description: String {
    switch self {
    case .closed: "standard output is closed"
    case .failed(let code):
      "cannot write standard output: \(systemMessage(code))"
    }
  }
}
