import NeuralODE

/// The state of a run at one time, made by the training queue and drawn by the interface.
/// Everything is ready to draw (Float, at most three dimensions): the cost of drawing does not grow
/// with the model.
///
/// Read numbers by name, `snapshot.nfe`, and probes by key, `snapshot[.spaces]`.
@dynamicMemberLookup
package struct Snapshot: Sendable {
  /// Number of the snapshot; never repeats, even after restarts.
  package var sequence = 0
  /// Seconds of training; 0 in virtual time.
  package var seconds = 0.0
  /// The features over training, in order.
  package var gallery: [FeatureFrame] = []
  /// The particles to draw; they move between snapshots.
  package var particles: ParticlePicture?
  var facts = RunFacts()
  package var numbers = RunNumbers()
  var values = ProbeValues()

  package init() {}

  package subscript<Value>(dynamicMember path: WritableKeyPath<RunFacts, Value>) -> Value {
    get { facts[keyPath: path] }
    set { facts[keyPath: path] = newValue }
  }

  package subscript<Value>(dynamicMember path: WritableKeyPath<RunNumbers, Value>) -> Value {
    get { numbers[keyPath: path] }
    set { numbers[keyPath: path] = newValue }
  }

  package subscript<Value>(dynamicMember path: WritableKeyPath<Score, Value>) -> Value {
    get { self[.accuracy][keyPath: path] }
    set { self[.accuracy][keyPath: path] = newValue }
  }

  /// A probe's latest value.
  package subscript<Value>(probe: Probe<Value>) -> Value {
    get { values[probe] }
    set { values[probe] = newValue }
  }

  /// Epochs done, with fraction.
  package var epoch: Float { Float(self.iteration) / Float(max(1, self.iterationsPerEpoch)) }

  /// Whether a keyframe is shown instead of the present.
  package var isPast: Bool { self.iteration < self.latestIteration }
}
