import Solvers
import NeuralODE

/// The progress of a run, in its session and every snapshot.
package struct RunNumbers: Sendable {
  package var iteration = 0
  /// Updates of the run; more than `iteration` while a keyframe is shown.
  package var latestIteration = 0
  package var status = RunStatus.healthy
  /// Whether the configuration alone has determined the run from its start.
  package var isAsConfigured = true
  /// Digest of the loss and the counts of every iteration.
  package var digest = BitDigest()
  /// Training loss of the last iteration; nil before the first.
  package var loss: Float?
  /// NFE of the last forward solve (for a ResNet, its number of blocks).
  package var nfe = 0
  package var initialNFE = 0
  /// Function evaluations of the last backward pass; 0 if the forward pass kept them all.
  package var backwardNFE = 0
  package var acceptedSteps = 0
  package var rejectedSteps = 0
  package var lossHistory = History()
  package var nfeHistory = History()
  package var backwardHistory = History()
  /// Share of correct held-out images every `ImagePictures.testedEvery` iterations; NaN where a solve
  /// failed.
  package var accuracyHistory = History()
  /// The accuracy that another program has measured; nil if it says none.
  package var reportedAccuracy: Float?
  /// How a run of another program stands; nil for a run of our own.
  package var watch: WatchState?

  mutating func add(_ report: IterationReport) {
    skip()
    digest.add(report.loss)
    digest.addCounts(of: report)
    loss = Float(report.loss)
    nfe = report.statistics.evaluations
    if initialNFE == 0 { initialNFE = nfe }
    backwardNFE = report.backwardEvaluations
    acceptedSteps = report.statistics.accepted
    rejectedSteps = report.statistics.rejected
    lossHistory.append(Float(report.loss))
    nfeHistory.append(Float(nfe))
    backwardHistory.append(Float(backwardNFE))
  }

  /// Counts an iteration without a report.
  mutating func skip() {
    iteration += 1
    latestIteration = iteration
  }

  /// Takes what another program says about an update; what it does not know stays a gap.
  mutating func add(_ entry: WatchStep.Entry) {
    reach(entry.iteration - 1)
    skip()
    loss = entry.loss.map { Float($0) }
    reportedAccuracy = entry.accuracy.map { Float($0) }
    nfe = entry.nfe ?? 0
    if initialNFE == 0 { initialNFE = nfe }
    backwardNFE = entry.backwardNFE ?? 0
    func append(_ value: Float?, to history: inout History) {
      if let value { history.append(value) } else { history.skip(1) }
    }
    append(loss, to: &lossHistory)
    append(entry.nfe.map { Float($0) }, to: &nfeHistory)
    append(entry.backwardNFE.map { Float($0) }, to: &backwardHistory)
  }

  /// Counts updates about which nothing is known.
  mutating func reach(_ iteration: Int) {
    guard iteration > self.iteration else { return }
    (self.iteration, latestIteration) = (iteration, iteration)
    lossHistory.skip(iteration - lossHistory.count)
    nfeHistory.skip(iteration - nfeHistory.count)
    backwardHistory.skip(iteration - backwardHistory.count)
  }

  /// Goes back to a keyframe, but keeps the complete curves.
  mutating func restore(_ keyframe: RunNumbers) {
    let latest = self
    self = keyframe
    takeHistories(of: latest)
    (initialNFE, latestIteration) = (latest.initialNFE, latest.latestIteration)
    (isAsConfigured, watch) = (latest.isAsConfigured, latest.watch)
  }

  mutating func takeHistories(of other: RunNumbers) {
    lossHistory = other.lossHistory
    nfeHistory = other.nfeHistory
    backwardHistory = other.backwardHistory
    accuracyHistory = other.accuracyHistory
  }
}

/// The configuration and sizes of a run.
package struct RunFacts: Sendable {
  package var configuration = RunConfiguration()
  package var iterationsPerEpoch = 1
  package var parameterCount = 0
  package var trainingCount = 0
  package var heldOutCount = 0
  /// The run of another program, if it is one.
  package var watched: WatchedRun?

  init() {}

  init(_ run: TrainingRun<Float>) {
    configuration = run.configuration
    iterationsPerEpoch = run.iterationsPerEpoch
    parameterCount = run.trainer.layout.count
    trainingCount = run.sampleCount
    heldOutCount = configuration.data.images?.test.count ?? run.heldOut?.count ?? 0
  }
}

/// Whether a run can train, or why not.
package enum RunStatus: Sendable, Equatable {
  case healthy
  /// The training solve needed more steps than allowed (the authors' bound: 1000).
  case stepsExceeded(limit: Int)
  /// The step size became so small that t + dt == t.
  case stepUnderflow(time: Double, stepSize: Double)
  /// The state, the loss or a gradient became infinite or NaN.
  case nonFinite
  case noData
}

extension RunStatus {
  init(_ failure: SolveFailure) {
    switch failure {
    case .stepsExceeded(let limit, _): self = .stepsExceeded(limit: limit)
    case .stepUnderflow(let t, let stepSize): self = .stepUnderflow(time: t, stepSize: stepSize)
    case .nonFinite: self = .nonFinite
    }
  }
}
