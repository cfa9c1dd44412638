import Canvas

/// Something that a person can do: what it is called, what it is bound to, what it means, and its
/// doing. A new one is a value here and its place in `ActionTable`.
package struct Action: Sendable {
  /// Headings under which actions are explained.
  package enum Group: String, Sendable, CaseIterable {
    /// Start, stop, pace.
    case training = "Training"
    /// What is learned, and by what.
    case problem = "Problem"
    /// The points, and where one points.
    case points = "Points and moments"
    /// What the panels show.
    case views = "Views"
    /// From where the augmented space is seen.
    case camera = "Camera"
    /// The program itself.
    case program = "Program"
  }

  /// The name used in command lines and scripts; no two have the same.
  package let name: String
  package let group: Group
  /// Keys that call it, the first one being the one to name.
  package let keys: [Key]
  /// What it does, in one line.
  package let help: String
  /// A word or two for the status line; nil keeps it out of there.
  package let hint: String?
  /// What the mouse does to the same effect.
  package let mouse: String?
  /// Does it, and returns what is left for the outside to do, in order.
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

  /// An action that changes the screen alone.
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

extension Action: Hashable {
  package static func == (a: Action, b: Action) -> Bool { a.name == b.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
