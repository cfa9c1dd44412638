import LiveSession
import NeuralODE

/// How a run becomes another.
enum RunChange: Equatable {
  /// Not at all.
  case none
  /// It goes on, trained otherwise.
  case retune(TrainingConfiguration)
  /// It goes on with other points.
  case replaceData(DatasetConfiguration)
  /// It begins anew.
  case restart(RunConfiguration)

  init(from old: RunConfiguration, to new: RunConfiguration) {
    if old == new {
      self = .none
      return
    }
    var tuned = old
    tuned.training = new.training
    if tuned == new && new.training.canReplace(old.training) {
      self = .retune(new.training)
      return
    }
    var painted = old
    painted.data.edits = new.data.edits
    if painted == new {
      self = .replaceData(new.data)
      return
    }
    self = .restart(new)
  }

  /// What is sent to the run.
  var commands: [SessionCommand] {
    switch self {
    case .none: []
    case .retune(let training): [.retune(training)]
    case .replaceData(let data): [.replaceData(data)]
    case .restart(let run): [.reconfigure(run)]
    }
  }

  var isRestart: Bool { if case .restart = self { true } else { false } }
}
