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
  /// The same model in 64 bits, of another program that computes in them; nil for others.
  private var precise: TrainingRun<Double>?
  private var album: Album
  private var keyframes: Keyframes<Keyframe>
  private var gallery = Keyframes<FeatureFrame>(stride: 32, capacity: 12, thinning: .atOnce)
  /// The present while a keyframe is shown.
  private var present: Keyframe?
  /// The weights to restart from; nil are those of the seed.
  let initial: [Double]?
  /// The run of another program whose updates these are, and where they are read; nil trains.
  private(set) var watched: (run: WatchedRun, channel: WatchChannel)?
  /// Weights or pictures that have come from another program.
  private var arrivals = 0

  private struct Keyframe {
    var run: TrainingRun<Float>.State
    var numbers: RunNumbers
    var frame: WatchFrame?
    /// The weights in 64 bits, if the model computes in them.
    var weights: [Double]?
  }

  private static let keyframeBytes = 24 << 20

  /// - Parameter parameters: initial weights; nil draws them from the seed.
  package init(_ configuration: RunConfiguration, parameters: [Double]? = nil) {
    initial = parameters
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
    precise = precise.map { TrainingRun(copying: $0) }
    album = Album(copying: album, run, precise: precise)
  }

  /// A complete copy that can be used on another thread.
  package func branched() -> TrainingSession {
    var copy = self
    copy.run = TrainingRun(copying: run)
    copy.precise = precise.map { TrainingRun(copying: $0) }
    copy.album = Album(copying: album, copy.run, precise: copy.precise)
    return copy
  }

  /// One update; nil unless the run is healthy before and after. From a keyframe that is shown,
  /// training branches off and discards later keyframes.
  @discardableResult
  package mutating func step() -> IterationReport? {
    guard watched == nil else { return nil }
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

  private var now: Keyframe {
    Keyframe(
      run: run.currentState, numbers: numbers, frame: album.frame,
      weights: precise?.checkpoint.parameters)
  }

  private mutating func storeKeyframe() {
    // Another program's updates come at any iterations: here each arrival counts as one.
    let place = watched == nil ? iteration : arrivals
    if keyframes.wants(place) { keyframes.append(place, now) }
    if gallery.wants(place), album.frame == nil {
      gallery.append(place, album.featureFrame(iteration: iteration, loss: numbers.loss))
    }
  }

  private mutating func restore(_ keyframe: Keyframe) {
    run.restore(keyframe.run)
    numbers.restore(keyframe.numbers)
    album.frame = keyframe.frame
    if let weights = keyframe.weights { precise?.trainer.load(weights) }
  }
}

// MARK: Runs of other programs

extension TrainingSession {
  /// A run of another program at its start.
  package init(_ start: WatchStart, _ channel: WatchChannel) {
    self.init(start.run.configuration)
    watched = (start.run, channel)
    (numbers.isAsConfigured, numbers.watch) = (false, WatchState())
    if start.run.isDouble, let parameters = start.parameters {
      precise = TrainingRun(configuration, parameters: parameters)
      album = Album(run, precise: precise)
    }
    for event in start.events { take(event) }
  }

  /// The empty place beside a run that is shown alone: nothing is computed for it.
  package static func unused(like watched: WatchedRun) -> TrainingSession {
    TrainingSession(
      RunConfiguration(
        data: .published(.file(PointList(dimension: 1, inputs: [], targets: []))),
        training: watched.configuration.training))
  }

  package enum Followed {
    case nothing
    case event
    /// Another run has begun.
    case replaced(TrainingSession)
  }

  /// Takes the next event of another program's run. While a keyframe is shown, none is taken.
  mutating func follow() -> Followed {
    guard let watched, !isPast, var state = numbers.watch else { return .nothing }
    if case .unreadable = state.stage { return .nothing }
    do throws(Safetensors.Failure) {
      guard let event = try watched.channel.next() else {
        let isGone =
          watched.channel.isAtEnd
          || watched.run.process.map { WatchProcess.isGone($0.id, host: $0.host) } ?? false
        if state.stage == .training, isGone { state.stage = .brokenOff }
        numbers.watch = state
        return .nothing
      }
      if case .began(let start) = event {
        return .replaced(TrainingSession(start, watched.channel))
      }
      makeUnique()
      take(event)
    } catch {
      state.stage = .unreadable("\(error)")
      numbers.watch = state
    }
    return .event
  }

  private mutating func take(_ event: WatchEvent) {
    switch event {
    case .began: break
    case .step(let step, let parameters):
      guard takeLog(of: step) else { return }
      guard let parameters else { return }
      run.trainer.load(parameters)
      precise?.trainer.load(parameters)
      numbers.status = .healthy
      arrive()
    case .diverged(let step):
      if takeLog(of: step) { numbers.status = .nonFinite }
    case .frame(let frame):
      // A file that has been rewritten repeats itself.
      guard frame.iteration >= (album.frame?.iteration ?? 0) else { return }
      numbers.reach(frame.iteration)
      album.frame = frame.over(album.frame)
      if frame.paths != nil { arrive() }
    case .solve(let solve):
      if solve.iteration >= iteration { numbers.watch?.solve = solve }
    case .end(let reason): numbers.watch?.stage = .ended(reason)
    }
  }

  /// Takes what has happened before a step's weights; false if it was known.
  private mutating func takeLog(of step: WatchStep) -> Bool {
    guard step.iteration > iteration || arrivals == 0 else { return false }
    for entry in step.log where entry.iteration > iteration && entry.iteration <= step.iteration {
      numbers.add(entry)
    }
    numbers.reach(step.iteration)
    numbers.watch?.stage = .training
    numbers.watch?.solve = nil
    if let seconds = step.seconds { numbers.watch?.seconds = seconds }
    return true
  }

  private mutating func arrive() {
    storeKeyframe()
    arrivals += 1
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
    precise?.retune(training)
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
    guard watched == nil else { return }
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
    guard share < 1, let entry = keyframes.nearest(wanted, by: { $0.numbers.iteration }),
      entry.frame.numbers.iteration < latest.numbers.iteration
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
    snapshot.facts.watched = watched?.run
    snapshot.facts.watched?.configuration = configuration
    snapshot.numbers = numbers
    snapshot.values = album.values
    // Without weights only the other program knows it.
    if album.frame != nil { snapshot.accuracy = numbers.reportedAccuracy }
    snapshot.gallery = gallery.entries.map(\.frame)
    return snapshot
  }
}
