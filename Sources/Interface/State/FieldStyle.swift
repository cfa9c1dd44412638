/// How a model's field is drawn below its trajectories.
package enum FieldStyle: String, Sendable, CaseIterable {
  /// A short stroke at every site of a lattice, longer where the field is stronger.
  case strokes
  /// Lines along it, in a plane; elsewhere strokes.
  case lines
  /// Not at all.
  case none

  /// What is said when it has been chosen.
  var answer: String {
    switch self {
    case .strokes: "the field as strokes"
    case .lines: "the field as streamlines, where the space is a plane"
    case .none: "no field, trajectories alone"
    }
  }
}

extension DuelState {
  /// How fields are drawn, as far as they are not hidden.
  var fieldStyle: FieldStyle {
    navigation.hidden.contains(.field) ? .none : navigation.fieldStyle
  }

  /// Draws fields otherwise. Whoever chooses how wants to see it, whatever a lesson has hidden.
  mutating func setFieldStyle(_ style: FieldStyle) {
    navigation.hidden.remove(.field)
    navigation.fieldStyle = style
  }

  /// The next way to draw fields.
  mutating func changeFieldStyle() {
    let all = FieldStyle.allCases
    let now = all.firstIndex(of: fieldStyle) ?? 0
    setFieldStyle(all[(now + 1) % all.count])
    say(navigation.fieldStyle.answer)
  }
}
