import DifferentialEquations
import NeuralODE

/// One training run as a value: it can be stepped, looked at, wound back, and copied (the copy goes
/// its own way from there). It is synchronous, and deterministic by its configuration and what is
/// done to it: no clock, no threads.
package struct TrainingSession {
  /// What is trained, and how, as it is now.
  package var configuration: RunConfiguration { run.configuration }
  /// Updates done.
  package private(set) var iteration = 0
  /// Is the run alive? Once it is not, `step` does nothing.
  package private(set) var status = RunStatus.healthy
  /// Has it been what its configuration says from its first iteration on?
  package private(set) var isAsConfigured = true
  /// Digest of the loss and the counts of every iteration.
  package private(set) var digest = BitDigest()
  /// What the last iteration found.
  package private(set) var lastReport: IterationReport?
  /// The input that a person points at, in the input plane.
  package var pointer: SIMD2<Float>?
  private var run: TrainingRun<Float>
  private var album: Album
  private var lossHistory = History()
  private var nfeHistory = History()
  private var backwardHistory = History()
  private var accuracyHistory = History()
  private var initialNFE: Int?
  private var moments: Keyframes<Moment>
  private var gallery = Keyframes<FeatureFrame>(stride: 32, capacity: 12, thinning: .atOnce)
  /// Where the run stood when an earlier moment was brought back to be shown.
  private var present: Moment?

  /// Everything that it takes to go on from a moment.
  private struct Moment {
    var iteration: Int
    var run: TrainingRun<Float>.State
    var status: RunStatus
    var report: IterationReport?
    var digest: BitDigest
    var lossHistory: History
    var nfeHistory: History
    var backwardHistory: History
    var accuracyHistory: History
  }

  /// Bytes that the history of weights may take.
  private static let momentBytes = 24 << 20

  /// A run at its start.
  ///
  /// - Parameter parameters: weights to start from; nil draws them by the seed.
  package init(_ configuration: RunConfiguration, parameters: [Double]? = nil) {
    run = TrainingRun(configuration, parameters: parameters)
    album = Album(run)
    let size = run.currentState.size + 4 * History.unsharedBytes
    moments = Keyframes(
      stride: 1, capacity: min(200, max(8, Self.momentBytes / size)), thinning: .oneByOne)
    if run.sampleCount == 0 { status = .noData }
    isAsConfigured = parameters == nil
  }

  /// The points trained on; none where the run is on images.
  package var dataset: Dataset { run.dataset }
  /// The image looked at that is shown in the flow.
  package var chosenImage = 0

  /// Updates that make an epoch.
  package var iterationsPerEpoch: Int { run.iterationsPerEpoch }

  /// The weights as they are now, as `ParameterLayout` has them.
  package var checkpoint: Checkpoint { run.checkpoint }

  /// Copies share their weights until one of them is used.
  private mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&album) else { return }
    run = TrainingRun(copying: run)
    album = Album(copying: album, run)
  }

  /// This run as it is now, weights, optimiser and history, sharing nothing with it: the copy may
  /// be used on another thread.
  package func branched() -> TrainingSession {
    var copy = self
    copy.run = TrainingRun(copying: run)
    copy.album = Album(copying: album, copy.run)
    return copy
  }

  /// One update; nil when the run is not alive, or ends with this iteration. From an earlier moment
  /// that is shown, training branches off: what came after it is forgotten.
  @discardableResult
  package mutating func step() -> IterationReport? {
    branch()
    guard status == .healthy else { return nil }
    return try? iterate()
  }

  /// Counts an update, and does nothing else.
  mutating func skip() { iteration += 1 }

  /// One update of a run that is alive.
  ///
  /// - Throws: why the run has ended with this iteration; its status says it too.
  package mutating func iterate() throws(SolveFailure) -> IterationReport {
    makeUnique()
    keepMoment()
    let report: IterationReport
    do throws(SolveFailure) {
      report = try run.iterate()
    } catch {
      status = RunStatus(error)
      throw error
    }
    iteration += 1
    lastReport = report
    digest.add(report.loss)
    digest.addCounts(of: report)
    initialNFE = initialNFE ?? report.statistics.evaluations
    lossHistory.append(Float(report.loss))
    nfeHistory.append(Float(report.statistics.evaluations))
    backwardHistory.append(Float(report.backwardEvaluations))
    test()
    return report
  }

  /// Images held out are tested at even distances, so that their curve does not depend on who looks
  /// when.
  private mutating func test() {
    guard let images = album.images, iteration % images.pictures.testedEvery == 0 else { return }
    images.test(iteration: iteration)
    accuracyHistory.append(images.pictures.score.accuracy ?? .nan)
  }

  private var now: Moment {
    Moment(
      iteration: iteration, run: run.currentState, status: status, report: lastReport,
      digest: digest, lossHistory: lossHistory, nfeHistory: nfeHistory,
      backwardHistory: backwardHistory,
      accuracyHistory: accuracyHistory)
  }

  private mutating func keepMoment() {
    if moments.wants(iteration) { moments.append(iteration, now) }
    if gallery.wants(iteration) {
      gallery.append(
        iteration,
        album.featureFrame(iteration: iteration, loss: lastReport.map { Float($0.loss) }))
    }
  }

  private mutating func bringBack(_ moment: Moment) {
    run.restore(moment.run)
    iteration = moment.iteration
    status = moment.status
    lastReport = moment.report
    digest = moment.digest
  }
}

// MARK: Changes on the way

extension TrainingSession {
  /// Goes on as `training` says, from the next iteration on.
  ///
  /// - Precondition: `training.canReplace(configuration.training)`.
  package mutating func retune(_ training: TrainingConfiguration) {
    makeUnique()
    run.retune(training)
    if iteration > 0 { isAsConfigured = false }
    revive()
  }

  /// Goes on with other points of the same dimension: the weights stay.
  package mutating func replaceData(_ data: DatasetConfiguration) {
    makeUnique()
    run.replaceData(data)
    if iteration > 0 { isAsConfigured = false }
    album = Album(copying: album, run)
    if run.sampleCount == 0 { status = .noData } else { revive() }
  }

  /// A run whose solver gave up may get on with another solver, tolerance or data.
  private mutating func revive() {
    if status != .healthy, run.sampleCount > 0 { status = .healthy }
  }

  /// Shows the moment nearest to a share 0…1 of the run so far; nil shows the present again.
  package mutating func show(_ share: Double?) {
    makeUnique()
    guard let share else {
      if let present { bringBack(present) }
      present = nil
      return
    }
    let latest = present ?? now
    let wanted = Int((min(max(0, share), 1) * Double(latest.iteration)).rounded())
    guard share < 1, let entry = moments.nearest(wanted), entry.iteration < latest.iteration else {
      return show(nil)
    }
    present = latest
    bringBack(entry.frame)
  }

  /// Is an earlier moment shown?
  package var isPast: Bool { present != nil }

  /// From the moment shown on, another history begins.
  private mutating func branch() {
    guard present != nil else { return }
    present = nil
    moments.truncate(after: iteration)
    gallery.truncate(after: iteration)
    if let moment = moments.nearest(iteration)?.frame, moment.iteration == iteration {
      lossHistory = moment.lossHistory
      nfeHistory = moment.nfeHistory
      backwardHistory = moment.backwardHistory
      accuracyHistory = moment.accuracyHistory
    }
    revive()
  }
}

// MARK: Looking at it

extension TrainingSession {
  /// What the run shows of itself now.
  ///
  /// - Parameters:
  ///   - sequence: number of the snapshot.
  ///   - parts: what is to be drawn anew; the rest is as it was when it was last asked for.
  package mutating func snapshot(sequence: Int, parts: SnapshotParts = .all) -> Snapshot {
    makeUnique()
    var snapshot = Snapshot()
    snapshot.configuration = configuration
    snapshot.isAsConfigured = isAsConfigured
    snapshot.sequence = sequence
    snapshot.iteration = iteration
    snapshot.latestIteration = present?.iteration ?? iteration
    snapshot.iterationsPerEpoch = iterationsPerEpoch
    snapshot.status = status
    snapshot.parameterCount = run.trainer.layout.count
    snapshot.trainingCount = run.sampleCount
    snapshot.heldOutCount = configuration.data.images?.test.count ?? run.heldOut?.count ?? 0
    snapshot.loss = lastReport.map { Float($0.loss) }
    snapshot.nfe = lastReport?.statistics.evaluations ?? 0
    snapshot.initialNFE = initialNFE ?? 0
    snapshot.backwardNFE = lastReport?.backwardEvaluations ?? 0
    snapshot.acceptedSteps = lastReport?.statistics.accepted ?? 0
    snapshot.rejectedSteps = lastReport?.statistics.rejected ?? 0
    snapshot.lossHistory = lossHistory
    snapshot.nfeHistory = nfeHistory
    snapshot.backwardHistory = backwardHistory
    album.refresh(parts, iteration: iteration)
    album.images?.choose(chosenImage)
    snapshot.spaces = album.spaces
    snapshot.inputMap = album.inputMap
    snapshot.inputPlane = album.probe.plane
    snapshot.inputPoints = album.inputPoints
    snapshot.accuracy = album.accuracy
    snapshot.testAccuracy = album.testAccuracy
    snapshot.testLoss = album.testLoss
    snapshot.confusion = album.confusion
    snapshot.integration = album.integration
    snapshot.grids = album.grids
    snapshot.bands = album.bands
    snapshot.bandsAsTrained = album.bandsAsTrained
    snapshot.waysBack = album.waysBack
    snapshot.microscopy = album.microscopy
    snapshot.sampleNFE = album.sampleNFE
    snapshot.series = album.seriesPictures
    if let images = album.images {
      snapshot.images = images.pictures
      snapshot.images?.accuracyHistory = accuracyHistory
    } else {
      snapshot.probe = pointer.map { album.reading(at: $0) }
    }
    snapshot.gallery = gallery.entries.map(\.frame)
    return snapshot
  }
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
