import NeuralODE
import Platform

/// A file that cannot be read or has the wrong content.
package struct InputError: Error, Equatable, CustomStringConvertible {
  /// The file, as the user named it.
  package var path: String
  package var reason: String

  package var description: String {
    let line = "\(path): \(reason)".harmless
    return line.count > 400 ? line.prefix(397) + "..." : line
  }
}

/// All unreadable files of a command line.
package struct InputErrors: Error, Equatable {
  /// At least one.
  package var errors: [InputError]
}

extension InputErrors {
  init(_ path: String, _ reason: String) { errors = [InputError(path: path, reason: reason)] }
}

/// Calls `body`, whose errors are about this file.
func reading<Value>(_ path: String, _ body: () throws -> Value) throws(InputErrors) -> Value {
  try retelling({ InputErrors(path, $0) }, body)
}
