/// A file that cannot be read, or does not hold what it should.
package struct InputError: Error, Equatable, CustomStringConvertible {
  /// The file, as the person named it.
  package var path: String
  /// What is wrong.
  package var reason: String

  /// One line for the person.
  package var description: String { "\(path): \(reason)" }
}
