import NeuralODE

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

extension InputFile {
  func namedText(_ path: String) throws(InputErrors) -> String {
    do throws(Failure) {
      return try text(of: path)
    } catch {
      throw InputErrors(path, error.reason)
    }
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
