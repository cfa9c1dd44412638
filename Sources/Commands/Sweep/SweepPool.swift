import Solvers
import Dispatch
import Experiments
import Interface
import LiveSession
import NeuralODE
import Platform

/// Trains all runs of a sweep together, with pictures of each cell's middle seed.
///
/// The pool has the progress of all runs, but the weights and history only of those it keeps;
/// others are trained again on demand, which gives the same runs to the bit.
final class SweepPool: Sendable {
  struct Progress: Sendable {
    var loss: [Float] = []
    var nfe: [Float] = []
    var hasFailed = false
    /// Including a failed one.
    var epochs: Int { loss.count }
  }

  /// A cell's flow; `seed` counts from the sweep's first.
  private struct Picture {
    var seed = 0
    var epochs = 0
    var space: SpacePicture?
  }

  private struct State {
    var progress: [Progress]
    /// By variant.
    var middles: [MiddleSeed]
    /// By variant.
    var pictures: [Picture]
    /// Variants whose pictures are being made.
    var pending: Set<Int> = []
    /// Whether the pictures are visible.
    var isSeen: Bool

    /// Whether the run is its cell's middle one.
    func shows(_ run: Int) -> Bool {
      middles[run % middles.count].seed == run / middles.count
    }
  }

  /// The most runs kept, each with up to 24 MiB of keyframes.
  static let mostKept = 64

  private let state: Guarded<State>
  private let plan: SweepPlan
  private let dataNumbers: [Int]
  private let runs: RunPool<TrainingSession>
  /// For runs that are trained again on demand.
  private let recalls = DispatchQueue(label: "anode.sweep.recalls")
  private let painting = DispatchQueue(label: "anode.sweep.pictures")
  private let changed: @Sendable () -> Void

  /// Starts at once.
  ///
  /// - Parameters:
  ///   - most: runs kept at most, but at least one for each thread.
  ///   - isSeen: whether the pictures are visible at first.
  ///   - changed: called on one of its queues after a visible change.
  init(
    _ plan: SweepPlan, threads: Int, keeping most: Int = mostKept, isSeen: Bool = true,
    changed: @escaping @Sendable () -> Void
  ) {
    self.plan = plan
    self.changed = changed
    dataNumbers = plan.variants.indices.map(plan.dataNumber)
    // Seed by seed, so that every setting has early results.
    let count = plan.variants.count * plan.seeds
    state = Guarded(
      State(
        progress: Array(repeating: Progress(), count: count),
        middles: plan.variants.map { _ in MiddleSeed() },
        pictures: plan.variants.map { _ in Picture() }, isSeen: isSeen))
    runs = RunPool(count: count, threads: threads, keeping: most, name: "anode.sweep")
    runs.start { [self] number in
      state.withLock { $0.shows(number) }
    } begin: { [self] number in
      begun(number)
    } train: { [self] number, session in
      let epoch = Self.trainEpoch(of: &session)
      let isShown = state.withLock { $0.isSeen && $0.shows(number) }
      return note(number, epoch, isShown ? Self.space(of: &session) : nil)
    } rested: { [self] number in
      bringUpToDate(variant(of: number))
      tell()
    }
  }

  /// Stops after the epochs under way.
  func stop() { runs.stop() }

  /// Sets whether the pictures are visible: hidden ones are not made or reported.
  func setSeen(_ isSeen: Bool) {
    state.withLock { $0.isSeen = isSeen }
    for variant in plan.variants.indices { bringUpToDate(variant) }
  }

  /// Runs with weights and history.
  var kept: Int { runs.kept }

  private func tell() {
    if state.withLock({ $0.isSeen }) { changed() }
  }

  /// The run of a variant; `seed` counts from the first.
  private func run(_ variant: Int, seed: Int) -> Int { seed * plan.variants.count + variant }

  private func variant(of run: Int) -> Int { run % plan.variants.count }
  private func seed(of run: Int) -> Int { run / plan.variants.count }

  private func runs(of variant: Int, _ state: State) -> [Progress] {
    (0..<plan.seeds).map { state.progress[run(variant, seed: $0)] }
  }

  private func begun(_ run: Int) -> TrainingSession {
    TrainingSession(plan.configuration(variant(of: run), seed: seed(of: run)))
  }

  /// A run trained again for so many epochs; nil if the pool stops meanwhile.
  private func again(_ run: Int, epochs: Int) -> TrainingSession? {
    var session = begun(run)
    for _ in 0..<epochs {
      if runs.isStopped { return nil }
      _ = Self.trainEpoch(of: &session)
    }
    return session
  }

  /// Passes on copies of two variants' runs with one seed, after their last whole epoch; runs that
  /// have not started, at their start.
  ///
  /// - Parameters:
  ///   - seed: counted from the sweep's first.
  ///   - body: called at once, or on one of the pool's queues after the epochs under way and after
  ///     dropped runs are trained again. It must not call the pool.
  func branch(
    left: Int, right: Int, seed: Int, _ body: @escaping @Sendable (BranchedRuns) -> Void
  ) {
    let (left, right) = (run(left, seed: seed), run(right, seed: seed))
    let found = Guarded<[Int: TrainingSession]>([:])
    @Sendable func take(_ number: Int, _ session: TrainingSession) {
      found.withLock { found in
        found[number] = session
        guard let left = found[left], let right = found[right] else { return }
        body(BranchedRuns(left: left, right: right))
      }
    }
    for number in Set([left, right]) {
      runs.visit(number) { [self] session, epochs in
        if let session { return take(number, session.branched()) }
        recalls.async { [self] in
          if let session = again(number, epochs: epochs) { take(number, session) }
        }
      }
    }
  }

  /// An epoch's means; nil if the run ends. A run without points never starts.
  private static func trainEpoch(
    of session: inout TrainingSession
  ) -> (loss: Float, nfe: Float)? {
    var loss = 0.0
    var nfe = 0
    let iterations = session.status == .healthy ? session.iterationsPerEpoch : 0
    let end = NeuralODE.train(iterations) { () throws(SolveFailure) in
      try session.iterate()
    } visit: { _, report in
      loss += report.loss
      nfe += report.statistics.evaluations
      return true
    }
    guard end == .done, session.status == .healthy else { return nil }
    return (Float(loss) / Float(iterations), Float(nfe) / Float(iterations))
  }

  private static func space(of session: inout TrainingSession) -> SpacePicture? {
    session.snapshot(sequence: 0, parts: .spaces)[.spaces].first
  }

  /// Stores an epoch's results and picture; returns whether the run has epochs left.
  private func note(
    _ number: Int, _ epoch: (loss: Float, nfe: Float)?, _ space: SpacePicture?
  ) -> Bool {
    let variant = variant(of: number)
    return state.withLock { state in
      state.progress[number].loss.append(epoch?.loss ?? .infinity)
      state.progress[number].nfe.append(epoch?.nfe ?? .infinity)
      state.progress[number].hasFailed = epoch == nil
      let epochs = state.progress[number].epochs
      if let space {
        state.pictures[variant] = Picture(seed: seed(of: number), epochs: epochs, space: space)
      }
      state.middles[variant].follow(
        runs(of: variant, state).map { (loss: $0.loss, hasFailed: $0.hasFailed) })
      return epoch != nil && epochs < plan.variants[variant].epochs
    }
  }

  /// Makes a variant's picture again if it has another seed than the middle one or an old epoch.
  /// (A run under way makes its own after each epoch, in the projection of the previous one.)
  private func bringUpToDate(_ variant: Int) {
    let (seed, isWanted) = state.withLock { state in
      let (shown, seed) = (state.pictures[variant], state.middles[variant].seed)
      let epochs = state.progress[run(variant, seed: seed)].epochs
      let isPast = epochs > 0 && (shown.seed != seed || shown.epochs < epochs)
      return (seed, isPast && state.isSeen && state.pending.insert(variant).inserted)
    }
    guard isWanted, !runs.isStopped else { return }
    let number = run(variant, seed: seed)
    runs.visit(number) { [self] session, epochs in
      let held = Guarded(session?.branched())
      painting.async { [self] in
        let space: SpacePicture? = held.withLock { held in
          defer { held = nil }
          guard var session = held ?? again(number, epochs: epochs) else { return nil }
          return Self.space(of: &session)
        }
        state.withLock { state in
          state.pending.remove(variant)
          let shown = state.pictures[variant]
          // Training can be further by now, and the middle seed another.
          if seed == state.middles[variant].seed, shown.seed != seed || shown.epochs < epochs {
            state.pictures[variant] = Picture(seed: seed, epochs: epochs, space: space)
          }
        }
        tell()
        bringUpToDate(variant)
      }
    }
  }

  /// The current board. Made under the lock: the thread sanitizer reports a race if an array is
  /// freed only by its reference count.
  func board() -> SweepBoard {
    state.withLock { state in
      let epochs = plan.variants.map(\.epochs).max() ?? 1
      let cells = plan.variants.enumerated().map { index, variant in
        let runs = runs(of: index, state)
        var cell = SweepBoard.Cell(
          name: variant.name, family: variant.configuration.model.family)
        cell.space = state.pictures[index].space
        cell.seed = RunSetting.seed(plan.firstSeed, plus: state.pictures[index].seed)
        cell.dataNumber = dataNumbers[index]
        cell.loss = Self.levels(runs, \.loss)
        cell.nfe = Self.levels(runs, \.nfe)
        cell.failures = runs.count(where: \.hasFailed)
        cell.epochs = runs.reduce(0) { $0 + ($1.hasFailed ? epochs : $1.epochs) }
        return cell
      }
      return SweepBoard(cells: cells, epochs: epochs, seeds: plan.seeds)
    }
  }

  /// Quartiles for each epoch over the runs that have reached it; a failed run stays infinite.
  private static func levels(
    _ runs: [Progress], _ curve: KeyPath<Progress, [Float]>
  ) -> [SweepBoard.Level] {
    (0..<(runs.map { $0[keyPath: curve].count }.max() ?? 0)).compactMap { epoch in
      let values = runs.compactMap { run -> Double? in
        let values = run[keyPath: curve]
        return epoch < values.count ? Double(values[epoch]) : run.hasFailed ? .infinity : nil
      }
      return Quartiles(values.map { $0.isNaN ? .infinity : $0 }).map {
        SweepBoard.Level(
          lower: Float($0.lower), median: Float($0.median), upper: Float($0.upper))
      }
    }
  }
}
