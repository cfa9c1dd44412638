import Solvers
import NeuralODE

/// One training run as a value: it can be stepped, looked at, wound back, and copied (the copy goes
/// its own way from there). It is synchronous, and deterministic by its configuration and what is
/// done to it: no clock, no threads.
package struct TrainingSession {
  /// What is trained, and how, as it is now.
  package var configuration: RunConfiguration { run.configuration }
  /// How far it has come.
  package private(set) var numbers = RunNumbers()
  /// Updates done.
  package var iteration: Int { numbers.iteration }
  /// Is the run alive? Once it is not, `step` does nothing.
  package var status: RunStatus { numbers.status }
  /// The input that a person points at, in the input plane.
  package var pointer: SIMD2<Float>?
  private var run: TrainingRun<Float>
  private var album: Album
  private var moments: Keyframes<Moment>
  private var gallery = Keyframes<FeatureFrame>(stride: 32, capacity: 12, thinning: .atOnce)
  /// Where the run stood when an earlier moment was brought back to be shown.
  private var present: Moment?

  /// Everything that it takes to go on from a moment.
  private struct Moment {
    var run: TrainingRun<Float>.State
    var numbers: RunNumbers
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
    if run.sampleCount == 0 { numbers.status = .noData }
    numbers.isAsConfigured = parameters == nil
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
  mutating func skip() { numbers.skip() }

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
      numbers.status = RunStatus(error)
      throw error
    }
    numbers.add(report)
    // Images held out are tested at even distances, so that their curve does not depend on who
    // looks when.
    if let score = album.testImages(iteration: iteration) {
      numbers.accuracyHistory.append(score.accuracy ?? .nan)
    }
    return report
  }

  private var now: Moment { Moment(run: run.currentState, numbers: numbers) }

  private mutating func keepMoment() {
    if moments.wants(iteration) { moments.append(iteration, now) }
    if gallery.wants(iteration) {
      gallery.append(
        iteration, album.featureFrame(iteration: iteration, loss: numbers.loss))
    }
  }

  private mutating func bringBack(_ moment: Moment) {
    run.restore(moment.run)
    numbers.stand(at: moment.numbers)
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
    if iteration > 0 { numbers.isAsConfigured = false }
    revive()
  }

  /// Goes on with other points of the same dimension: the weights stay.
  package mutating func replaceData(_ data: DatasetConfiguration) {
    makeUnique()
    run.replaceData(data)
    if iteration > 0 { numbers.isAsConfigured = false }
    album = Album(copying: album, run)
    if run.sampleCount == 0 { numbers.status = .noData } else { revive() }
  }

  /// A run whose solver gave up may get on with another solver, tolerance or data.
  private mutating func revive() {
    if status != .healthy, run.sampleCount > 0 { numbers.status = .healthy }
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
    let wanted = Int((min(max(0, share), 1) * Double(latest.numbers.iteration)).rounded())
    guard share < 1, let entry = moments.nearest(wanted), entry.iteration < latest.numbers.iteration
    else {
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
    numbers.latestIteration = iteration
    moments.truncate(after: iteration)
    gallery.truncate(after: iteration)
    if let entry = moments.nearest(iteration), entry.iteration == iteration {
      numbers.takeHistories(of: entry.frame.numbers)
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
    album.refresh(parts, iteration: iteration, pointer: pointer, chosenImage: chosenImage)
    var snapshot = Snapshot()
    snapshot.sequence = sequence
    snapshot.facts = RunFacts(run)
    snapshot.numbers = numbers
    snapshot.values = album.values
    snapshot.gallery = gallery.entries.map(\.frame)
    return snapshot
  }
}
