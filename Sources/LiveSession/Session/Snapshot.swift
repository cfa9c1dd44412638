import NeuralODE

/// What one training run shows of itself at one moment: an immutable value, made by the training
/// queue and drawn by the interface. Everything is ready to draw (Float, projected to at most three
/// dimensions), so that drawing costs nothing that grows with the model.
///
/// Numbers are read by their names, `snapshot.nfe`; what probes found, by key: `snapshot[.spaces]`.
@dynamicMemberLookup
package struct Snapshot: Sendable {
  /// Grows by one with every snapshot of a session; never repeats, restarts included.
  package var sequence = 0
  /// Seconds that its iterations have taken on this machine; 0 where time is virtual.
  package var seconds = 0.0
  /// The features at moments of training, the first first.
  package var gallery: [FeatureFrame] = []
  var facts = RunFacts()
  package var numbers = RunNumbers()
  var values = ProbeValues()

  /// A snapshot of nothing yet.
  package init() {}

  /// What a run is.
  package subscript<Value>(dynamicMember path: WritableKeyPath<RunFacts, Value>) -> Value {
    get { facts[keyPath: path] }
    set { facts[keyPath: path] = newValue }
  }

  /// How far it has come.
  package subscript<Value>(dynamicMember path: WritableKeyPath<RunNumbers, Value>) -> Value {
    get { numbers[keyPath: path] }
    set { numbers[keyPath: path] = newValue }
  }

  /// How good it is.
  package subscript<Value>(dynamicMember path: WritableKeyPath<Score, Value>) -> Value {
    get { self[.accuracy][keyPath: path] }
    set { self[.accuracy][keyPath: path] = newValue }
  }

  /// What a probe found when it was last asked for.
  package subscript<Value>(probe: Probe<Value>) -> Value {
    get { values[probe] }
    set { values[probe] = newValue }
  }

  /// Epochs done, with fraction.
  package var epoch: Float { Float(self.iteration) / Float(max(1, self.iterationsPerEpoch)) }

  /// Is an earlier moment shown than the run has come to?
  package var isPast: Bool { self.iteration < self.latestIteration }
}
