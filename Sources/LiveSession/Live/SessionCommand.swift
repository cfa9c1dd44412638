import NeuralODE

/// One of the two runs of a duel.
package enum Side: String, Sendable, CaseIterable {
  /// The run on the left.
  case left
  /// The run on the right.
  case right

  /// The one across.
  package var other: Side { self == .left ? .right : .left }
}

/// How the two sides of a duel are trained beside each other.
package enum TrainingPace: String, Sendable, CaseIterable {
  /// An iteration of one for an iteration of the other: neither is ever more than one ahead.
  case step
  /// Each as fast as it can: a comparison by seconds.
  case apart
}

/// What a person, or a script, sends to the runs of a duel.
package enum DuelCommand: Sendable, Equatable {
  /// Train, at the tempo; from an earlier moment that is shown, training branches off.
  case run
  /// Stop after the iteration that is under way.
  case pause
  /// One iteration of both, paused or not.
  case stepOnce
  /// Iterations a second; nil for as many as the machine can do.
  case setTempo(Double?)
  /// Train the sides in step, or apart.
  case setPace(TrainingPace)
  /// Train until this holds, and no further; nil without end.
  case stop(Inspection?)
  /// Let this look on after every iteration; nil for nobody.
  case judge(Inspection?)
  /// Remember both runs as they are now, under a number.
  case keep(Int)
  /// Go back to both runs as they were when they were kept.
  case restore(Int)
  /// Forget what was kept.
  case forget
  /// A command to the run of one side.
  case session(Side, SessionCommand)
}

/// What is sent to one run.
package enum SessionCommand: Sendable, Equatable {
  /// Start again from the first weights.
  case restart
  /// Start a run of another configuration.
  case reconfigure(RunConfiguration)
  /// Start a run of another configuration from these weights, as `ParameterLayout` has them.
  case load(RunConfiguration, [Double])
  /// Replace the training settings, and keep the weights.
  case retune(TrainingConfiguration)
  /// Go on with other points.
  case replaceData(DatasetConfiguration)
  /// Draw these parts too, beside what every screen shows.
  case watch(SnapshotParts)
  /// Report what the model says of this place of the input plane; nil of none.
  case point(SIMD2<Float>?)
  /// Show how the flow advects this one of the images looked at.
  case choose(Int)
  /// Show the moment at a share 0…1 of the run so far; nil the present.
  case show(Double?)
}

/// Looks at both runs after every iteration, by whatever clock, and says whether training is to stop
/// there. What it finds depends on the runs alone, so it is the same live and recorded.
package struct Inspection: Sendable, Equatable {
  /// Tells inspections apart.
  package let name: String
  /// Is training to stop here?
  package let look: @Sendable (inout TrainingSession, inout TrainingSession) -> Bool

  /// An inspection of the left run and the right one.
  package init(
    _ name: String, look: @escaping @Sendable (inout TrainingSession, inout TrainingSession) -> Bool
  ) {
    (self.name, self.look) = (name, look)
  }

  /// Iterations from one look at what has to be drawn for it to the next.
  package static let interval = 10

  /// Training stands where it is.
  package static let hold = Inspection("hold") { _, _ in true }

  /// Are both of one name?
  package static func == (a: Inspection, b: Inspection) -> Bool { a.name == b.name }
}
