import NeuralODE

package enum Side: String, Sendable, CaseIterable {
  case left, right

  package var other: Side { self == .left ? .right : .left }
}

package enum TrainingPace: String, Sendable, CaseIterable {
  /// Both sides iterate together: neither is more than one ahead.
  case step
  /// Each side iterates as fast as it can: a comparison by seconds.
  case apart
}

package enum DuelCommand: Sendable, Equatable {
  /// Train at the tempo; from a keyframe that is shown, branch off.
  case run
  /// Stop after the current iteration.
  case pause
  /// One iteration of both, paused or not.
  case stepOnce
  /// Iterations per second; nil for full speed.
  case setTempo(Double?)
  case setPace(TrainingPace)
  /// Train until this holds; nil for no end.
  case stop(Inspection?)
  /// Inspect after every iteration, without stopping.
  case judge(Inspection?)
  /// Store both runs under a number.
  case keep(Int)
  /// Go back to both runs stored under a number.
  case restore(Int)
  /// Delete the stored runs.
  case forget
  case session(Side, SessionCommand)
}

package enum SessionCommand: Sendable, Equatable {
  /// Restart from the initial weights.
  case restart
  /// Start a run with another configuration.
  case reconfigure(RunConfiguration)
  /// Start a run with another configuration from these weights, in the order of `ParameterLayout`.
  case load(RunConfiguration, [Double])
  /// Replace training settings, keep weights.
  case retune(TrainingConfiguration)
  /// Replace the data, keep weights.
  case replaceData(DatasetConfiguration)
  /// Draw these parts in addition to the default ones.
  case watch(SnapshotParts)
  /// Report the model's output at this place of the input plane.
  case point(SIMD2<Float>?)
  /// Show the flow of this probe image.
  case choose(Int)
  /// Show the keyframe at a fraction 0…1 of the run so far; nil for the present.
  case show(Double?)
}

/// Inspects both runs after every iteration and decides whether training stops. The result depends
/// only on the runs: it is the same live and in recordings.
package struct Inspection: Sendable, Equatable {
  /// Identifies the inspection.
  package let name: String
  /// Whether training stops here, given the left and the right run.
  package let look: @Sendable (inout TrainingSession, inout TrainingSession) -> Bool

  package init(
    _ name: String, look: @escaping @Sendable (inout TrainingSession, inout TrainingSession) -> Bool
  ) {
    (self.name, self.look) = (name, look)
  }

  /// Iterations between inspections that require drawing.
  package static let interval = 10

  package static let hold = Inspection("hold") { _, _ in true }

  package static func == (a: Inspection, b: Inspection) -> Bool { a.name == b.name }
}
