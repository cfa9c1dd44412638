import NeuralODE
import LiveSession

extension Snapshot {
  /// Is this of that run (perhaps before it was tuned or its points painted over), or left over
  /// from one that was replaced meanwhile?
  func belongs(to run: RunConfiguration) -> Bool {
    let configuration = self.configuration
    return configuration.model == run.model && configuration.seed == run.seed
      && configuration.data.kind == run.data.kind
      && configuration.data.dimension == run.data.dimension
      && configuration.training.canReplace(run.training)
  }

  /// Mean training loss of some 16 last iterations: the loss of a single batch jumps about so much
  /// that nobody could read it, or find it on the curve.
  var recentLoss: Float? {
    let count = max(1, 16 / max(1, self.lossHistory.stride))
    // At an earlier moment the curve goes on beyond it.
    let end = (self.iteration + self.lossHistory.stride - 1) / self.lossHistory.stride
    let recent = self.lossHistory.buckets.prefix(end).suffix(count)
    guard !recent.isEmpty else { return self.loss }
    return recent.reduce(0) { $0 + $1.mean } / Float(recent.count)
  }
}

extension Snapshot {
  /// NFE of the last training solve. Of a solve that was given up, what it had needed until then:
  /// the number of the step before says nothing of it.
  var nfeText: String {
    if case .stepsExceeded(let limit) = self.status {
      let solver = self.configuration.training.solver
      // An adaptive solve begins with two evaluations, to choose its first step.
      return ">\(limit * solver.evaluationsPerStep + (solver.isAdaptive && solver.isFSAL ? 2 : 0))"
    }
    return self.nfe > 0 ? String(self.nfe) : "-"
  }
}

extension RunStatus {
  /// Does training go on, or could it?
  var isAlive: Bool { self == .healthy || self == .noData }
}
