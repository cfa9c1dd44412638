/// A part of the screen that can be hidden: a lesson shows what it speaks of. A new one is a value
/// here, a line in `all`, and `DuelState.shows` where it is drawn; `hide` and `show` know it then,
/// and of one with a key so do the table of actions, help, README and palette.
package struct ScreenPart: Sendable {
  /// What it is called in commands, and the action of its key.
  package let name: String
  /// The key that hides and shows it.
  var key: Character?
  /// What that does, in one line.
  var help = ""
  /// What the key does in place of that.
  var change: (@Sendable (inout DuelState) -> Void)?
  /// What else is done when it is shown.
  var appear: (@Sendable (inout DuelState) -> Void)?

  /// The action of its key; nil without one.
  var action: Action? {
    key.map { key in
      Action(name, .views, [.character(key)], help, changes: change ?? { $0.toggle(self) })
    }
  }
}

extension ScreenPart {
  package static let settings = ScreenPart(name: "settings")
  /// The maps of the input space; the charts have their room.
  package static let maps = ScreenPart(name: "maps")
  /// The numbers of both models below a panel that fills the screen.
  package static let numbers = ScreenPart(name: "numbers")
  /// The foot of a model's panel: is its solve accurate?
  package static let light = ScreenPart(name: "light")
  /// What a solve at a tolerance of 1e-6 costs, beside it.
  package static let probe = ScreenPart(name: "probe")
  /// The solver's steps below NFE.
  package static let steps = ScreenPart(name: "steps")
  /// The learned field, however it is drawn.
  package static let field = ScreenPart(
    name: "field", key: "l", help: "the field as strokes, as streamlines, or not at all",
    change: { $0.changeFieldStyle() },
    appear: { if $0.fieldStyle == .none { $0.setFieldStyle(.strokes) } })

  /// Every part, in the order in which they are offered.
  package static let all: [ScreenPart] = [
    .settings, .maps, .numbers, .light, .probe, .steps, .field,
  ]
}

extension ScreenPart: Hashable {
  package static func == (a: ScreenPart, b: ScreenPart) -> Bool { a.name == b.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

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
  /// Is a part of the screen shown, where there is room?
  func shows(_ part: ScreenPart) -> Bool { !navigation.hidden.contains(part) }

  /// Hides a part, or shows it again.
  fileprivate mutating func toggle(_ part: ScreenPart) {
    let isHidden = navigation.hidden.remove(part) != nil
    if !isHidden { navigation.hidden.insert(part) }
    say("\(part.name): \(isHidden ? "shown" : "hidden")")
  }

  /// Shows parts that were hidden.
  mutating func show(_ parts: [ScreenPart]) {
    navigation.hidden.subtract(parts)
    for part in parts { part.appear?(&self) }
  }

  /// How fields are drawn, as far as they are not hidden.
  var fieldStyle: FieldStyle {
    shows(.field) ? navigation.fieldStyle : .none
  }

  /// Draws fields otherwise. Whoever chooses how wants to see it, whatever a lesson has hidden.
  mutating func setFieldStyle(_ style: FieldStyle) {
    navigation.hidden.remove(.field)
    navigation.fieldStyle = style
  }

  /// The next way to draw fields.
  fileprivate mutating func changeFieldStyle() {
    let all = FieldStyle.allCases
    let now = all.firstIndex(of: fieldStyle) ?? 0
    setFieldStyle(all[(now + 1) % all.count])
    say(navigation.fieldStyle.answer)
  }
}
