/// A claim of the subject, and how it is judged.
package struct Claim: Sendable, Equatable {
  /// The claim, word for word as the lecture has it.
  package var text: String
  /// The heading in the lecture that it is quoted from.
  package var section: String
  /// How it is judged, stated before the run.
  package var rule: Rule

  /// A claim.
  package init(_ text: String, section: String, rule: Rule) {
    self.text = text
    self.section = section
    self.rule = rule
  }
}
