import LiveSession

/// A part of the screen that can be hidden: lessons show only what they discuss. To add one, add a
/// value here and to `all`, and check `DuelState.shows` where it is drawn. The commands `hide` and
/// `show` find it there, and if it has a key, so do the action table, help and palette.
package struct ScreenPart: Sendable, Named {
  /// Its name in commands, and the name of its key's action.
  package let name: String
  var key: Character?
  var help = ""
  /// The key's action, if it is not to hide and show.
  var change: (@Sendable (inout DuelState) -> Void)?
  /// Called when it is shown again.
  var appear: (@Sendable (inout DuelState) -> Void)?

  var action: Action? {
    key.map { key in
      Action(name, .views, [.character(key)], help, changes: change ?? { $0.toggle(self) })
    }
  }
}

extension ScreenPart {
  package static let settings = ScreenPart(name: "settings")
  /// The maps of the input space; hidden, the charts take their room.
  package static let maps = ScreenPart(name: "maps")
  /// The numbers of both models below a panel that fills the screen.
  package static let numbers = ScreenPart(name: "numbers")
  /// The accuracy check, at the foot of a model's panel.
  package static let light = ScreenPart(name: "light")
  /// Beside it, the NFE of a solve at a tolerance of 1e-6.
  package static let probe = ScreenPart(name: "probe")
  /// The solver's steps below NFE.
  package static let steps = ScreenPart(name: "steps")
  package static let field = ScreenPart(
    name: "field", key: "l", help: "the field: strokes, streamlines, particles, or none",
    change: { $0.changeFieldStyle() },
    appear: { if $0.fieldStyle == .none { $0.setFieldStyle(.strokes) } })

  package static let all: [ScreenPart] = [
    .settings, .maps, .numbers, .light, .probe, .steps, .field,
  ]
}

extension DuelState {
  /// Whether a part of the screen is shown, room permitting.
  func shows(_ part: ScreenPart) -> Bool { !navigation.hidden.contains(part) }

  fileprivate mutating func toggle(_ part: ScreenPart) {
    let isHidden = navigation.hidden.remove(part) != nil
    if !isHidden { navigation.hidden.insert(part) }
    say("\(part.name): \(isHidden ? "shown" : "hidden")")
  }

  mutating func show(_ parts: [ScreenPart]) {
    navigation.hidden.subtract(parts)
    for part in parts { part.appear?(&self) }
  }
}
