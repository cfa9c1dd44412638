import CellGraphics
import NeuralODE

/// What there is to know of an action: one row of the table.
package struct ActionEntry: Sendable {
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

  /// Which action.
  package let action: Action
  /// Keys that call it, the first one being the one to name.
  package let keys: [Key]
  /// What the mouse does to the same effect.
  package let mouse: String?
  /// What it does, in one line.
  package let help: String
  /// A word or two for the status line; nil keeps it out of there.
  package let hint: String?
  /// Where it is explained.
  package let group: Group

  /// The name used in command lines and scripts.
  package let name: String

  init(
    _ action: Action, _ name: String, _ group: Group, _ keys: [Key], _ help: String,
    hint: String? = nil,
    mouse: String? = nil
  ) {
    self.action = action
    self.name = name
    self.group = group
    self.keys = keys
    self.help = help
    self.hint = hint
    self.mouse = mouse
  }

  /// The choice of a data set that has a key.
  init?(_ kind: DatasetKind) {
    guard let key = kind.key else { return nil }
    self.init(
      .data(kind), "data-\(kind.rawValue)", .problem, [.character(key)],
      "\(kind.rawValue): \(kind.summary)", hint: kind.isPublished ? kind.rawValue : nil)
  }
}
