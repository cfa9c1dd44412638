import NeuralODE

/// What a person, or a script, sends to a live run.
package enum SessionCommand: Sendable, Equatable {
  /// Train, at the tempo; from an earlier moment that is shown, training branches off.
  case run
  /// Stop after the iteration that is under way.
  case pause
  /// One iteration, paused or not.
  case stepOnce
  /// Start again from the first weights.
  case restart
  /// Start a run of another configuration.
  case reconfigure(RunConfiguration)
  /// Start a run of another configuration from these weights, as `ParameterLayout` has them.
  case load(RunConfiguration, [Double])
  /// Go on in another way.
  case retune(TrainingConfiguration)
  /// Go on with other points.
  case replaceData(DatasetConfiguration)
  /// Iterations a second; nil for as many as the machine can do.
  case setTempo(Double?)
  /// Draw these parts too, beside what every screen shows.
  case watch(SnapshotParts)
  /// Report what the model says of this place of the input plane; nil of none.
  case point(SIMD2<Float>?)
  /// Show how the flow advects this one of the images looked at.
  case choose(Int)
  /// Show the moment at a share 0…1 of the run so far; nil the present.
  case show(Double?)
}

extension TrainingSession {
  /// Does what a command says of the run itself; those about its pace are its runner's.
  package mutating func obey(_ command: SessionCommand) {
    switch command {
    case .run, .pause, .stepOnce, .setTempo, .watch: break
    case .restart: self = TrainingSession(configuration, like: self)
    case .reconfigure(let new): self = TrainingSession(new, like: self)
    case .load(let new, let weights): self = TrainingSession(new, weights, like: self)
    case .retune(let training): retune(training)
    case .replaceData(let data): replaceData(data)
    case .point(let place): pointer = place
    case .choose(let image): chosenImage = image
    case .show(let share): show(share)
    }
  }

  /// Another run that is looked at as the one before was.
  private init(
    _ configuration: RunConfiguration, _ parameters: [Double]? = nil, like other: TrainingSession
  ) {
    self.init(configuration, parameters: parameters)
    pointer = other.pointer
    chosenImage = other.chosenImage
  }
}
