import LiveSession
import NeuralODE

extension Snapshot {
  /// Whether this is from that run, perhaps before it was tuned or painted over, and not from a run
  /// that it replaced.
  func belongs(to run: RunConfiguration) -> Bool {
    let configuration = self.configuration
    return configuration.model == run.model && configuration.seed == run.seed
      && configuration.data.kind == run.data.kind
      && configuration.data.dimension == run.data.dimension
      && configuration.training.canReplace(run.training)
  }

  /// Whether another program has computed its pictures: there are no weights here.
  var isOfFrames: Bool { self.watched?.mode == .frames }

  /// Mean training loss of some 16 last iterations: a single batch's loss is too noisy to read. Of
  /// another program's run the last loss, which that program prints too.
  var recentLoss: Float? {
    self.watched == nil ? recentMean(of: self.lossHistory) ?? self.loss : self.loss
  }

  /// Mean NFE of the same iterations.
  var recentNFE: Float? { recentMean(of: self.nfeHistory) }

  private func recentMean(of history: History) -> Float? {
    let count = max(1, 16 / max(1, history.stride))
    // The history continues beyond an earlier keyframe.
    let end = (self.iteration + history.stride - 1) / history.stride
    let recent = history.buckets.prefix(end).suffix(count).filter { !$0.mean.isNaN }
    return recent.isEmpty ? nil : recent.reduce(0) { $0 + $1.mean } / Float(recent.count)
  }

  /// NFE of the last training solve; for one that gave up, its NFE until then.
  var nfeText: String {
    if case .stepsExceeded(let limit) = self.status {
      let solver = self.configuration.training.solver
      // An adaptive solve needs two evaluations to choose its first step.
      return ">\(limit * solver.evaluationsPerStep + (solver.isAdaptive && solver.isFSAL ? 2 : 0))"
    }
    return self.nfe > 0 ? String(self.nfe) : "-"
  }
}

extension RunStatus {
  /// Whether training continues, or can once there are points.
  var isAlive: Bool { self == .healthy || self == .noData }
}
