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
    default: []
    }
  }

  /// nil if the snapshot does not report it (yet).
  func measured(_ snapshot: Snapshot) -> Double? { row.measured(snapshot) }

  /// For messages.
  var name: String { row.name }

  private var row: (name: String, measured: (Snapshot) -> Double?) {
    switch self {
    case .loss: ("loss", { $0.recentLoss.map(Double.init) })
    case .testLoss: ("loss over held-out points", { $0.testLoss.map(Double.init) })
    case .accuracy: ("accuracy", { $0.accuracy.map(Double.init) })
    case .testAccuracy: ("accuracy over held-out points", { $0.testAccuracy.map(Double.init) })
    case .nfe: ("NFE", { Double($0.nfe) })
    case .backward: ("NFE of the backward pass", { Double($0.backwardNFE) })
    case .growth: ("growth of NFE", { Double($0.nfe - $0.initialNFE) })
    case .probeNFE:
      ("NFE at a tolerance of 1e-6", { $0[.solveAccuracy]?.probeNFE.map(Double.init) })
    case .solveError: ("worst error of the solve", { $0[.solveAccuracy]?.worstError })
    case .steps: ("number of steps", { Double($0.acceptedSteps) })
    case .rejected: ("number of rejected steps", { Double($0.rejectedSteps) })
    case .winding:
      (
        "winding number",
        { $0[.bands].first.flatMap { SpaceReader($0).winding(at: 1) }.map(Double.init) }
      )
    case .lipschitz:
      (
        "Lipschitz constant along the closest pair",
        { $0[.closestPair].map { Double($0.lipschitz) } }
      )
    case .failed: ("run", { $0.status.isAlive ? 0 : 1 })
    case .evaluations: ("number of evaluations so far", { $0.nfeHistory.total })
    case .seconds: ("seconds of training", { $0.seconds > 0 ? $0.seconds : nil })
    case .parameters: ("number of parameters", { Double($0.parameterCount) })
    case .output: ("output at the cross hair", { $0[.reading].map { Double($0.output) } })
    case .within:
      (
        "error at the observations",
        {
          $0[.series].flatMap { series in
            zip(series.times, series.error).filter { $0.0 <= series.observedEnd }.map(\.1).max()
          }.map(Double.init)
        }
      )
    case .beyond: ("error after the observations", { $0[.series]?.error.last.map(Double.init) })
    case .hidden:
      (
        "correlation with the hidden one",
        { $0[.series]?.hidden.map { Double(abs($0.correlation)) } }
      )
    case .tolerance: ("tolerance", { $0.configuration.training.tolerance })
    case .p: ("number of added dimensions", { Double($0.configuration.model.augmentation) })
    case .epoch: ("epoch", { Double($0.epoch) })
    case .iteration: ("iteration", { Double($0.iteration) })
    }
  }
}
