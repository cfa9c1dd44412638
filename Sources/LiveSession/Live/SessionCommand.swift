import NeuralODE

/// What a person, or a script, tells a live run.
public enum SessionCommand: Sendable, Equatable {
  /// Train, at the tempo.
  case run
  /// Stop after the iteration that is under way.
  case pause
  /// One iteration, paused or not.
  case stepOnce
  /// Start again from the first weights.
  case restart
  /// Start a run of another configuration.
  case reconfigure(RunConfiguration)
  /// Iterations a second; nil for as many as the machine can do.
  case setTempo(Double?)
}
