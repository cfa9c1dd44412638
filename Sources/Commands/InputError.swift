import NeuralODE

/// A file that cannot be read, or does not hold what it should.
package struct InputError: Error, Equatable, CustomStringConvertible {
  /// The file, as the person named it.
  package var path: String
  /// What is wrong.
  package var reason: String

  /// One line for the person.
  package var description: String {
    let line = "\(path): \(reason)".harmless
    return line.count > 400 ? line.prefix(397) + "..." : line
  }
}

extension InputFile {
  /// The text of a file of this kind that a person names.
  func namedText(_ path: String) throws(InputErrors) -> String {
    do throws(Failure) {
      return try text(of: path)
    } catch {
      throw InputErrors(errors: [InputError(path: path, reason: error.reason)])
    }
  }
}

/// All files of a command line that cannot be read.
package struct InputErrors: Error, Equatable {
  /// At least one.
  package var errors: [InputError]
}
