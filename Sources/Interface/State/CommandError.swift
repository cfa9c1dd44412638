/// Why a command cannot be done.
package struct CommandError: Error, Equatable, CustomStringConvertible {
  /// In words.
  package var reason: String
  /// One line for a person.
  package var description: String { reason }

  /// With a reason in one line.
  package init(reason: String) { self.reason = reason }
}
