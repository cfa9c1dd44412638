import LiveSession
import NeuralODE

extension SessionCommand {
  /// The command that turns one run into another; nil if they are equal.
  init?(from old: RunConfiguration, to new: RunConfiguration) {
    guard old != new else { return nil }
    var tuned = old
    tuned.training = new.training
    var painted = old
    painted.data.edits = new.data.edits
    if tuned == new, new.training.canReplace(old.training) {
      self = .retune(new.training)
    } else if painted == new {
      self = .replaceData(new.data)
    } else {
      self = .reconfigure(new)
    }
  }

  var isRestart: Bool {
    switch self {
    case .restart, .reconfigure, .load: true
    default: false
    }
  }
}
