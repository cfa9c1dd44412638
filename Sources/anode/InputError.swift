import FoundationEssentials

/// A file that cannot be read, or does not hold what it should.
package struct InputError: Error, Equatable, CustomStringConvertible {
  /// The file, as the person named it.
  package var path: String
  /// What is wrong.
  package var reason: String

  /// One line for the person.
  package var description: String {
    let line = "\(path): \(reason)".printable
    return line.count > 400 ? line.prefix(397) + "..." : line
  }
}

extension String {
  /// This text with question marks for control characters: what comes from a file must not write on
  /// the terminal.
  package var printable: String {
    String(
      unicodeScalars.map { scalar -> Character in
        scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) ? "?" : Character(scalar)
      })
  }
}

/// Texts that a person names.
enum TextFile {
  /// The text of a file of less than so many bytes.
  ///
  /// - Parameter kind: what it is not, where it is longer or no UTF-8: `is no KIND`.
  static func read(
    _ path: String, below limit: Int, kind: String
  ) throws(InputErrors) -> String {
    func wrong(_ reason: String) -> InputErrors {
      InputErrors(errors: [InputError(path: path, reason: reason)])
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw wrong("cannot be read")
    }
    guard data.count < limit, let text = String(validating: data, as: UTF8.self) else {
      throw wrong("is no \(kind)")
    }
    return text
  }
}

/// All files of a command line that cannot be read.
package struct InputErrors: Error, Equatable {
  /// At least one.
  package var errors: [InputError]
}
