/// A key, or several, and what they do now: as the bottom line shows them.
package struct KeyHint: Sendable, Equatable {
  /// The keys.
  package var keys: String
  /// What they do, in a word or two.
  package var hint: String

  /// A pair of both.
  package init(_ keys: String, _ hint: String) { (self.keys, self.hint) = (keys, hint) }
}
