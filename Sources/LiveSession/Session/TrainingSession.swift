import Solvers
import NeuralODE

/// A run as a value that can be stepped, drawn, rewound and copied. It is synchronous and
/// deterministic: no clock, no threads.
package struct TrainingSession {
  package var configuration: RunConfiguration { run.configuration }
  package private(set) var numbers = RunNumbers()
  package var iteration: Int { numbers.iteration }
  /// Unless it is healthy, `step` does nothing.
  package var status: RunStatus { numbers.status }
  /// The pointer's place in the input plane.
  package var pointer: SIMD2<Float>?
  private var run: TrainingRun<Float>
  private var album: Album
  private var keyframes: Keyframes<Keyframe>
  private var gallery = Keyframes<FeatureFrame>(stride: 32, capacity: 12, thinning: .atOnce)
  /// The present while a keyframe is shown.
  private var present: Keyframe?

  private struct Keyframe {
    var run: TrainingRun<Float>.State
    var numbers: RunNumbers
  }

  private static let keyframeBytes = 24 << 20

  /// - Parameter parameters: initial weights; nil draws them from the seed.
  package init(_ configuration: RunConfiguration, parameters: [Double]? = nil) {
    run = TrainingRun(configuration, parameters: parameters)
    album = Album(run)
    let size = run.currentState.size + 4 * History.unsharedBytes
    keyframes = Keyframes(
      stride: 1, capacity: min(200, max(8, Self.keyframeBytes / size)), thinning: .oneByOne)
    if run.sampleCount == 0 { numbers.status = .noData }
    numbers.isAsConfigured = parameters == nil
  }

  /// Index of the probe image shown in the flow.
  package var chosenImage = 0

  package var iterationsPerEpoch: Int { run.iterationsPerEpoch }

  package var checkpoint: Checkpoint { run.checkpoint }

  /// Copies share their weights until one of them is used.
  private mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&album) else { return }
    run = TrainingRun(copying: run)
    album = Album(copying: album, run)
  }

  /// A complete copy that can be used on another thread.
  package func branched() -> TrainingSession {
    var copy = self
    copy.run = TrainingRun(copying: run)
    copy.album = Album(copying: album, copy.run)
    return copy
  }

  /// One update; nil unless the run is healthy before and after. From a keyframe that is shown,
  /// training branches off and discards later keyframes.
  @discardableResult
  package mutating func step() -> IterationReport? {
    branch()
    guard status == .healthy else { return nil }
    return try? iterate()
  }

  /// Counts an update without training.
  mutating func skip() { numbers.skip() }

  /// One update of a healthy run.
  ///
  /// - Throws: the failure of this iteration, which also sets the status.
  package mutating func iterate() throws(SolveFailure) -> IterationReport {
    makeUnique()
    storeKeyframe()
    let report: IterationReport
    do throws(SolveFailure) {
      report = try run.iterate()
    } catch {
      numbers.status = RunStatus(error)
      throw error
    }
    numbers.add(report)
    // Score held-out images at fixed intervals: their curve must not depend on drawing.
    if let score = album.testImages(iteration: iteration) {
      numbers.accuracyHistory.append(score.accuracy ?? .nan)
    }
    return report
  }

  private var now: Keyframe { Keyframe(run: run.currentState, numbers: numbers) }

  private mutating func storeKeyframe() {
    if keyframes.wants(iteration) { keyframes.append(iteration, now) }
    if gallery.wants(iteration) {
      gallery.append(
        iteration, album.featureFrame(iteration: iteration, loss: numbers.loss))
    }
  }

  private mutating func restore(_ keyframe: Keyframe) {
    run.restore(keyframe.run)
    numbers.restore(keyframe.numbers)
  }
}

// MARK: Changes during a run

extension TrainingSession {
  /// Replaces training settings, keeps weights.
  ///
  /// - Precondition: `training.canReplace(configuration.training)`.
  package mutating func retune(_ training: TrainingConfiguration) {
    makeUnique()
    run.retune(training)
    if iteration > 0 { numbers.isAsConfigured = false }
    revive()
  }

  /// Replaces the data with others of the same dimensions, keeps weights.
  package mutating func replaceData(_ data: DatasetConfiguration) {
    makeUnique()
    run.replaceData(data)
    if iteration > 0 { numbers.isAsConfigured = false }
    album = Album(copying: album, run)
    if run.sampleCount == 0 { numbers.status = .noData } else { revive() }
  }

  /// A failed run can continue with another solver, tolerance or data.
  private mutating func revive() {
    if status != .healthy, run.sampleCount > 0 { numbers.status = .healthy }
  }

  /// Shows the keyframe nearest to a fraction 0…1 of the run so far; nil shows the present.
  package mutating func show(_ share: Double?) {
    makeUnique()
    guard let share else {
      if let present { restore(present) }
      present = nil
      return
    }
    let latest = present ?? now
    let wanted = Int((min(max(0, share), 1) * Double(latest.numbers.iteration)).rounded())
    guard share < 1, let entry = keyframes.nearest(wanted),
      entry.iteration < latest.numbers.iteration
    else {
      return show(nil)
    }
    present = latest
    restore(entry.frame)
  }

  /// Whether a keyframe is shown.
  package var isPast: Bool { present != nil }

  /// Makes the keyframe shown the present.
  private mutating func branch() {
    guard present != nil else { return }
    present = nil
    numbers.latestIteration = iteration
    keyframes.truncate(after: iteration)
    gallery.truncate(after: iteration)
    if let entry = keyframes.nearest(iteration), entry.iteration == iteration {
      numbers.takeHistories(of: entry.frame.numbers)
    }
    revive()
  }
}

// MARK: Snapshots

extension TrainingSession {
  /// Draws the given parts; other parts keep their last values.
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
