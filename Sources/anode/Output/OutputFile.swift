import Foundation

/// Files that a person asked for by name.
package enum OutputFile {
  /// A file that could not be written.
  package struct Failure: Error, CustomStringConvertible {
    /// The file, as the person named it.
    package var path: String
    /// What the system says.
    package var reason: String
    /// One line for the person.
    package var description: String { "cannot write \(path): \(reason)".printable }
  }

  /// Writes a file whole, or leaves what was there.
  package static func write(_ data: Data, to path: String) throws(Failure) {
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      let code = cause.map { Int32(truncatingIfNeeded: $0.code) } ?? 0
      let reason =
        code > 0 && cause?.domain == NSPOSIXErrorDomain
        ? String(cString: strerror(code)) : error.localizedDescription
      throw Failure(path: path, reason: reason)
    }
  }

  /// Writes bytes.
  package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    try write(Data(bytes), to: path)
  }

  /// Writes a text.
  package static func write(_ text: String, to path: String) throws(Failure) {
    try write(Data(text.utf8), to: path)
  }
}
