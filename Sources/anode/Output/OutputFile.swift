import FoundationEssentials

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
      throw Failure(path: path, reason: reason(error))
    }
  }

  /// Makes a folder, and those that it is in.
  static func makeFolder(_ path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(path: path, reason: reason(error))
    }
  }

  /// What the system says of an error, where it does.
  private static func reason(_ error: any Error) -> String {
    let cause = (error as? CocoaError)?.underlying as? POSIXError
    return cause.map { systemMessage($0.code.rawValue) } ?? "cannot be made"
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
