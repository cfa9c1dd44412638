import LiveSession
import NeuralODE

extension SessionCommand {
  /// What makes one run another; nil where they are the same.
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

  /// Does the run begin anew by it?
  var isAnew: Bool {
    switch self {
    case .restart, .reconfigure, .load: true
    default: false
    }
  }
}
