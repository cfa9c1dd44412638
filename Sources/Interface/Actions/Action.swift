import Canvas
import LiveSession

/// Something a person can do, with its name, keys, help and code. To add one, add a value here and
/// list it in `ActionTable`.
package struct Action: Sendable, Named {
  /// The raw values are headings in the help.
  package enum Group: String, Sendable, CaseIterable {
    case training = "Training"
    case problem = "Problem"
    case points = "Points and keyframes"
    case views = "Views"
    case camera = "Camera"
    case program = "Program"
  }

  /// Used in command lines and scripts; unique.
  package let name: String
  package let group: Group
  /// The first is the one shown in hints.
  package let keys: [Key]
  /// One line.
  package let help: String
  /// A word or two for the status line; nil leaves it out.
  package let hint: String?
  /// The mouse's way to do the same.
  package let mouse: String?
  /// Returns what is left for the caller to do, in order.
  let perform: @Sendable (inout DuelState) -> [Effect]

  init(
    _ name: String, _ group: Group, _ keys: [Key], _ help: String, hint: String? = nil,
    mouse: String? = nil, perform: @escaping @Sendable (inout DuelState) -> [Effect]
  ) {
    self.name = name
    self.group = group
    self.keys = keys
    self.help = help
    self.hint = hint
    self.mouse = mouse
    self.perform = perform
  }

  /// An action without effects outside the screen's state.
  init(
    _ name: String, _ group: Group, _ keys: [Key], _ help: String, hint: String? = nil,
    mouse: String? = nil, changes: @escaping @Sendable (inout DuelState) -> Void
  ) {
    self.init(name, group, keys, help, hint: hint, mouse: mouse) { state in
      changes(&state)
      return []
    }
  }
}
