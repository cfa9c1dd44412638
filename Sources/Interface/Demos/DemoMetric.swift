import LiveSession

/// A number that demos wait for and expect.
package enum DemoMetric: String, Sendable, CaseIterable {
  /// Mean training loss of the last iterations.
  case loss
  case testLoss = "test-loss"
  /// Share of the training points classified correctly, 0…1.
  case accuracy
  /// Share of the held-out points classified correctly, 0…1.
  case testAccuracy = "test-accuracy"
  /// Function evaluations of the last training solve.
  case nfe
  /// `nfe` minus that of the first training solve.
  case growth
  /// Function evaluations of the last backward pass.
  case backward
  /// Function evaluations of a probe solve at 1e-6.
  case probeNFE = "probe-nfe"
  /// Worst error of the training's solve, as a share of the features' spread.
  case solveError = "solve-error"
  /// Accepted steps of the last training solve.
  case steps
  case rejected
  /// Lipschitz constant along the pair of points that the flow brings closest.
  case lipschitz
  /// How often the outer band, as drawn, winds round the inner one at t = 1.
  case winding
  case tolerance
  case p
  /// 1 when the run has failed, otherwise 0.
  case failed
  /// Function evaluations of all forward training solves so far.
  case evaluations
  /// Seconds of training on this machine; unknown in a recording.
  case seconds
  case parameters
  /// Output at the place pointed at.
  case output
  /// Greatest error of a series at observed times.
  case within
  /// Error of a series at the last time shown, after the observations.
  case beyond
  /// Absolute correlation of an augmented coordinate with the unobserved one.
  case hidden
  /// Epochs of the slower side.
  case epoch
  /// Iterations of the slower side.
  case iteration

  /// Whether it belongs to one model.
  package var isOfSide: Bool { self != .epoch && self != .iteration }

  /// Snapshot parts that it needs; none if it is known after every iteration.
  var parts: SnapshotParts {
    switch self {
    case .accuracy, .testAccuracy, .testLoss: [Probe.accuracy.part]
    case .solveError, .probeNFE: [Probe.solveAccuracy.part]
    case .winding: [Probe.bands.part]
    case .lipschitz: [Probe.closestPair.part]
    case .within, .beyond, .hidden: [Probe.series.part]
    case .loss, .nfe, .backward, .growth, .steps, .rejected, .tolerance, .p, .failed, .evaluations,
      .seconds, .parameters, .output, .epoch, .iteration:
      []
    }
  }

  /// nil if the snapshot does not report it (yet).
  func measured(_ snapshot: Snapshot) -> Double? {
    switch self {
    case .loss: snapshot.recentLoss.map(Double.init)
    case .testLoss: snapshot.testLoss.map(Double.init)
    case .accuracy: snapshot.accuracy.map(Double.init)
    case .testAccuracy: snapshot.testAccuracy.map(Double.init)
    case .nfe: Double(snapshot.nfe)
    case .backward: Double(snapshot.backwardNFE)
    case .growth: Double(snapshot.nfe - snapshot.initialNFE)
    case .probeNFE: snapshot[.solveAccuracy]?.probeNFE.map(Double.init)
    case .solveError: snapshot[.solveAccuracy]?.worstError
    case .steps: Double(snapshot.acceptedSteps)
    case .rejected: Double(snapshot.rejectedSteps)
    case .winding:
      snapshot[.bands].first.flatMap { SpaceReader($0).winding(at: 1) }.map(Double.init)
    case .lipschitz: snapshot[.closestPair].map { Double($0.lipschitz) }
    case .failed: snapshot.status.isAlive ? 0 : 1
    case .evaluations: snapshot.nfeHistory.total
    case .seconds: snapshot.seconds > 0 ? snapshot.seconds : nil
    case .parameters: Double(snapshot.parameterCount)
    case .output: snapshot[.reading].map { Double($0.output) }
    case .within:
      snapshot[.series].flatMap { series in
        zip(series.times, series.error).filter { $0.0 <= series.observedEnd }.map(\.1).max()
      }.map(Double.init)
    case .beyond: snapshot[.series]?.error.last.map(Double.init)
    case .hidden: snapshot[.series]?.hidden.map { Double(abs($0.correlation)) }
    case .tolerance: snapshot.configuration.training.tolerance
    case .p: Double(snapshot.configuration.model.augmentation)
    case .epoch: Double(snapshot.epoch)
    case .iteration: Double(snapshot.iteration)
    }
  }
}

extension DemoMetric {
  /// For messages.
  var name: String {
    switch self {
    case .loss: "loss"
    case .testLoss: "loss over held-out points"
    case .accuracy: "accuracy"
    case .testAccuracy: "accuracy over held-out points"
    case .nfe: "NFE"
    case .backward: "NFE of the backward pass"
    case .growth: "growth of NFE"
    case .probeNFE: "NFE at a tolerance of 1e-6"
    case .solveError: "worst error of the solve"
    case .steps: "number of steps"
    case .rejected: "number of rejected steps"
    case .winding: "winding number"
    case .lipschitz: "Lipschitz constant along the closest pair"
    case .tolerance: "tolerance"
    case .p: "number of added dimensions"
    case .failed: "run"
    case .evaluations: "number of evaluations so far"
    case .seconds: "seconds of training"
    case .parameters: "number of parameters"
    case .output: "output at the cross hair"
    case .within: "error at the observations"
    case .beyond: "error after the observations"
    case .hidden: "correlation with the hidden one"
    case .epoch: "epoch"
    case .iteration: "iteration"
    }
  }
}
