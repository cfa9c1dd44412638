import LiveSession

/// A number that demos can wait for and expect.
package enum DemoMetric: String, Sendable, CaseIterable {
  /// Mean training loss of some last iterations.
  case loss
  /// Loss over the points held out.
  case testLoss = "test-loss"
  /// Share of the training points on the right side, 0…1.
  case accuracy
  /// Share of the points held out on the right side, 0…1.
  case testAccuracy = "test-accuracy"
  /// Function evaluations of the last training solve.
  case nfe
  /// Their growth since the first.
  case growth
  /// Function evaluations of the last backward pass.
  case backward
  /// Function evaluations of a probe solve at 1e-6.
  case probeNFE = "probe-nfe"
  /// Worst error of the training's solve, a share of the features' spread.
  case solveError = "solve-error"
  /// Accepted steps of the last training solve.
  case steps
  /// Its rejected steps.
  case rejected
  /// Lipschitz constant along the pair of points that the flow brings closest.
  case lipschitz
  /// How often the outer band winds round the inner one at t = 1, as it is drawn.
  case winding
  /// Trained with this tolerance.
  case tolerance
  /// Augmented dimensions.
  case p
  /// 1 when the run has failed, otherwise 0.
  case failed
  /// Function evaluations of all training solves so far, forward.
  case evaluations
  /// Seconds that training has taken, as this machine measures them; unknown in a recording.
  case seconds
  /// Trainable numbers.
  case parameters
  /// Output at the place pointed at.
  case output
  /// Greatest error of a run on series at the times that were observed.
  case within
  /// Error of a run on series at the last time shown, beyond what was observed.
  case beyond
  /// Correlation of an augmented coordinate with the one not seen, without its sign.
  case hidden
  /// Epochs of the slower side.
  case epoch
  /// Iterations of the slower side.
  case iteration

  /// Is it a number of one model?
  package var isOfSide: Bool { self != .epoch && self != .iteration }

  /// Parts of a snapshot that it is read from; none for what is known after every iteration.
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

  /// The metric of a model as its snapshot reports it; nil where it does not (yet).
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
  /// What a person calls it.
  var name: String {
    switch self {
    case .loss: "loss"
    case .testLoss: "loss over points not learned from"
    case .accuracy: "accuracy"
    case .testAccuracy: "accuracy over points not learned from"
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
    case .p: "number of appended zeros"
    case .failed: "run"
    case .evaluations: "number of evaluations so far"
    case .seconds: "seconds of training"
    case .parameters: "number of parameters"
    case .output: "output at the cross hair"
    case .within: "error where something was observed"
    case .beyond: "error beyond the last observation"
    case .hidden: "correlation with what is not seen"
    case .epoch: "epoch"
    case .iteration: "iteration"
    }
  }
}
