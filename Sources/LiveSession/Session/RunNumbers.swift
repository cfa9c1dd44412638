import Solvers
import NeuralODE

/// How far a run has come: kept by its session, and whole in every snapshot.
package struct RunNumbers: Sendable {
  /// Parameter updates done.
  package var iteration = 0
  /// Updates done at the latest moment of the run; more than `iteration` when an earlier one is
  /// shown.
  package var latestIteration = 0
  /// Is the run alive, and if not, why.
  package var status = RunStatus.healthy
  /// Has it been what its configuration says from its first iteration on?
  package var isAsConfigured = true
  /// Digest of the loss and the counts of every iteration.
  package var digest = BitDigest()
  /// Training loss of the last iteration; nil before the first.
  package var loss: Float?
  /// Forward function evaluations of the last training solve (for a ResNet: its number of blocks).
  package var nfe = 0
  /// Forward function evaluations of the first training solve, to show growth against.
  package var initialNFE = 0
  /// Function evaluations of the last backward pass: 0 where the forward pass kept them all.
  package var backwardNFE = 0
  /// Accepted steps of the last training solve.
  package var acceptedSteps = 0
  /// Rejected steps of the last training solve.
  package var rejectedSteps = 0
  /// Loss by iteration.
  package var lossHistory = History()
  /// NFE by iteration.
  package var nfeHistory = History()
  /// NFE of backward passes by iteration.
  package var backwardHistory = History()
  /// Share of images classified right by test, one each `ImagePictures.testedEvery` iterations; not
  /// a number where a solve failed.
  package var accuracyHistory = History()

  /// One iteration more.
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

  /// One iteration more, of which nothing is known.
  mutating func skip() {
    iteration += 1
    latestIteration = iteration
  }

  /// Stands at another moment of the run; its curves stay as long as they are.
  mutating func stand(at moment: RunNumbers) {
    let here = self
    self = moment
    takeHistories(of: here)
    (initialNFE, latestIteration) = (here.initialNFE, here.latestIteration)
    isAsConfigured = here.isAsConfigured
  }

  /// Has the curves of another moment.
  mutating func takeHistories(of moment: RunNumbers) {
    lossHistory = moment.lossHistory
    nfeHistory = moment.nfeHistory
    backwardHistory = moment.backwardHistory
    accuracyHistory = moment.accuracyHistory
  }
}

/// What a run is.
package struct RunFacts: Sendable {
  /// What is being trained.
  package var configuration = RunConfiguration()
  /// Updates that make one pass over the data.
  package var iterationsPerEpoch = 1
  /// Number of trainable parameters.
  package var parameterCount = 0
  /// Points trained on.
  package var trainingCount = 0
  /// Points held out.
  package var heldOutCount = 0

  /// Those of no run yet.
  init() {}

  /// Those of a run.
  init(_ run: TrainingRun<Float>) {
    configuration = run.configuration
    iterationsPerEpoch = run.iterationsPerEpoch
    parameterCount = run.trainer.layout.count
    trainingCount = run.sampleCount
    heldOutCount = configuration.data.images?.test.count ?? run.heldOut?.count ?? 0
  }
}

/// Is a run alive, and if not, why: shown in its panel, never fatal to anything else.
package enum RunStatus: Sendable, Equatable {
  /// Training, or able to.
  case healthy
  /// The training solve needed more steps than allowed (the authors' bound: 1000).
  case stepsExceeded(limit: Int)
  /// The step size fell so low that t + dt == t.
  case stepUnderflow(time: Double, stepSize: Double)
  /// The state, the loss or a gradient became infinite or not a number.
  case nonFinite
  /// There are no points to learn from.
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
