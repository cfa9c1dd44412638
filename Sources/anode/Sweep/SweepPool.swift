import DifferentialEquations
import Dispatch
import Interface
import LiveSession
import NeuralODE
import Threads

/// All runs of a sweep, trained on N queues an epoch at a time, whichever is least far first: so
/// that all of them can be watched as they come along.
///
/// So many runs at most are kept with weights and history. A run begins when there is room among
/// them, for which one that has ended goes; whoever wants that one again has it trained once more,
/// which gives the same run to the bit.
final class SweepPool: Sendable {
  /// What a run has come to.
  struct Progress: Sendable {
    var loss: [Float] = []
    var nfe: [Float] = []
    var hasFailed = false
    /// Epochs done or never to be done.
    var epochs: Int { loss.count }
  }

  /// The flow that a cell shows: of that seed, counted from the sweep's first, after so many epochs.
  private struct Picture {
    var seed = 0
    var epochs = 0
    var space: SpacePicture?
  }

  /// A wish for copies of runs.
  private struct Request {
    var runs: [Int]
    var found: [Int: TrainingSession] = [:]
    var body: @Sendable (BranchedRuns) -> Void

    /// Both, once they are there.
    var branches: BranchedRuns? {
      guard let left = found[runs[0]], let right = found[runs[1]] else { return nil }
      return BranchedRuns(left: left, right: right)
    }
  }

  /// What the queues share. A run that one of them has taken out is nobody else's then.
  private struct State {
    /// Runs that have epochs before them, and that no queue has.
    var waiting: [Int]
    /// Runs that are kept as they are, between epochs or at their end.
    var sessions: [Int: TrainingSession] = [:]
    var underWay: Set<Int> = []
    /// Runs that have come to their end, those that failed among them.
    var ended: Set<Int> = []
    var requests: [Request] = []
    var progress: [Progress]
    /// By variant, the seed that is to be shown, and the epochs that it was chosen by.
    var middles: [MiddleSeed]
    /// By variant, what is shown.
    var pictures: [Picture]
    /// Variants whose pictures are being made outside of training.
    var pending: Set<Int> = []
    /// Does anybody see the pictures?
    var isSeen: Bool
    var isStopped = false

    /// Gives a run that has come to rest to those who wait for it; the requests that have all they
    /// want then.
    mutating func serve(_ number: Int, _ session: TrainingSession) -> [Request] {
      for index in requests.indices where requests[index].runs.contains(number) {
        if requests[index].found[number] == nil {
          requests[index].found[number] = session.branched()
        }
      }
      let served = requests.filter { $0.branches != nil }
      requests.removeAll { $0.branches != nil }
      return served
    }

    /// The run to go on with, out of the list: the least far of those that have begun, or one that
    /// has not where there is room.
    mutating func next(keeping most: Int) -> (number: Int, session: TrainingSession?)? {
      let hasRoom = sessions.keys.count { !ended.contains($0) } + underWay.count < most
      guard !isStopped,
        let index = waiting.indices.filter({ hasRoom || progress[waiting[$0]].epochs > 0 })
          .min(by: { progress[waiting[$0]].epochs < progress[waiting[$1]].epochs })
      else { return nil }
      let number = waiting.remove(at: index)
      underWay.insert(number)
      // The list lets go of it, or training would copy it first.
      let session = sessions.removeValue(forKey: number)
      makeRoom(keeping: most)
      return (number, session)
    }

    /// Lets ended runs go until no more than so many are kept, first those that no cell shows.
    private mutating func makeRoom(keeping most: Int) {
      let variants = middles.count
      func order(_ run: Int) -> (Int, Int) {
        (middles[run % variants].seed == run / variants ? 1 : 0, run)
      }
      while sessions.count + underWay.count > most,
        let least = sessions.keys.filter(ended.contains).min(by: { order($0) < order($1) })
      {
        sessions[least] = nil
      }
    }
  }

  /// Runs kept at most: each with up to 24 MiB of earlier moments.
  static let mostKept = 64

  private let state: Guarded<State>
  private let plan: SweepPlan
  private let most: Int
  private let dataNumbers: [Int]
  private let queues: [DispatchQueue]
  /// Where runs are trained again that somebody waits for, and where pictures are made of runs that
  /// no queue has.
  private let recalls = DispatchQueue(label: "anode.sweep.recalls")
  private let painting = DispatchQueue(label: "anode.sweep.pictures")
  private let changed: @Sendable () -> Void

  /// A pool that begins at once.
  ///
  /// - Parameters:
  ///   - most: runs kept at most, but one for each thread at least.
  ///   - isSeen: does anybody see its pictures at first?
  ///   - changed: called on one of its queues when there is something new to look at.
  init(
    _ plan: SweepPlan, threads: Int, keeping most: Int = mostKept, isSeen: Bool = true,
    changed: @escaping @Sendable () -> Void
  ) {
    self.plan = plan
    self.changed = changed
    dataNumbers = plan.variants.indices.map(plan.dataNumber)
    // Seed by seed, so that every setting is soon seen.
    let count = plan.variants.count * plan.seeds
    state = Guarded(
      State(
        waiting: Array(0..<count), progress: Array(repeating: Progress(), count: count),
        middles: plan.variants.map { _ in MiddleSeed() },
        pictures: plan.variants.map { _ in Picture() }, isSeen: isSeen))
    queues = (0..<max(1, min(threads, count))).map { DispatchQueue(label: "anode.sweep.\($0)") }
    self.most = max(most, queues.count)
    for queue in queues { queue.async { [self] in work() } }
  }

  /// Ends after the epochs under way.
  func stop() { state.withLock { $0.isStopped = true } }

  /// Says whether anybody sees the pictures: those that nobody sees are not made, nor told of.
  func setSeen(_ isSeen: Bool) {
    state.withLock { $0.isSeen = isSeen }
    for variant in plan.variants.indices { bringUpToDate(variant) }
  }

  /// Runs that are there with weights and history.
  var kept: Int { state.withLock { $0.sessions.count + $0.underWay.count } }

  /// The run of a variant with a seed, counted from the first one.
  private func run(_ variant: Int, seed: Int) -> Int { seed * plan.variants.count + variant }

  private func variant(of run: Int) -> Int { run % plan.variants.count }
  private func seed(of run: Int) -> Int { run / plan.variants.count }

  private func begun(_ run: Int) -> TrainingSession {
    TrainingSession(plan.configuration(variant(of: run), seed: seed(of: run)))
  }

  /// A run as it was after so many epochs, trained once more; nil when the pool stops meanwhile.
  private func again(_ run: Int, epochs: Int) -> TrainingSession? {
    var session = begun(run)
    for _ in 0..<epochs {
      if state.withLock({ $0.isStopped }) { return nil }
      _ = Self.trainEpoch(of: &session)
    }
    return session
  }

  /// Hands over copies of two variants' runs with one seed, as they are after their last whole
  /// epoch; those that have not begun, at their start.
  ///
  /// - Parameters:
  ///   - seed: counted from the sweep's first.
  ///   - body: called at once, or on one of the pool's queues when the epochs under way are done and
  ///     what is kept no longer has been trained again.
  func branch(
    left: Int, right: Int, seed: Int, _ body: @escaping @Sendable (BranchedRuns) -> Void
  ) {
    var request = Request(runs: [run(left, seed: seed), run(right, seed: seed)], body: body)
    let (branches, gone): (BranchedRuns?, [(run: Int, epochs: Int)]) = state.withLock { state in
      var gone: [(run: Int, epochs: Int)] = []
      for run in Set(request.runs) where !state.underWay.contains(run) {
        if let session = state.sessions[run] {
          request.found[run] = session.branched()
        } else if state.progress[run].epochs == 0 {
          request.found[run] = begun(run)
        } else {
          gone.append((run, state.progress[run].epochs))
        }
      }
      if request.branches == nil { state.requests.append(request) }
      return (request.branches, gone)
    }
    if let branches { body(branches) }
    for (run, epochs) in gone {
      recalls.async { [self] in
        guard let session = again(run, epochs: epochs) else { return }
        hand(to: state.withLock { $0.serve(run, session) })
      }
    }
  }

  private func hand(to served: [Request]) {
    for request in served {
      if let branches = request.branches { request.body(branches) }
    }
  }

  private func work() {
    while trainNext() {
      if state.withLock({ $0.isSeen }) { changed() }
    }
  }

  /// What an epoch came to.
  private struct Epoch {
    var loss: Float
    var nfe: Float
    var isAlive: Bool
  }

  /// An epoch of a run. One without points never begins.
  private static func trainEpoch(of session: inout TrainingSession) -> Epoch {
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
    let count = Float(session.iterationsPerEpoch)
    return Epoch(
      loss: Float(loss) / count, nfe: Float(nfe) / count,
      isAlive: end == .done && session.status == .healthy)
  }

  /// Trains an epoch of the run that is next, and puts it back; false where there is none.
  private func trainNext() -> Bool {
    guard let (number, taken) = state.withLock({ $0.next(keeping: most) }) else { return false }
    let (variant, seed) = (self.variant(of: number), self.seed(of: number))
    let isShown = state.withLock { $0.isSeen && $0.middles[variant].seed == seed }
    var session = taken ?? begun(number)
    let epoch = Self.trainEpoch(of: &session)
    let space = isShown ? Self.space(of: &session) : nil
    let served: [Request] = state.withLock { state in
      state.progress[number].loss.append(epoch.isAlive ? epoch.loss : .infinity)
      state.progress[number].nfe.append(epoch.isAlive ? epoch.nfe : .infinity)
      let epochs = state.progress[number].epochs
      if isShown {
        state.pictures[variant] = Picture(seed: seed, epochs: epochs, space: space)
      }
      state.progress[number].hasFailed = !epoch.isAlive
      if epoch.isAlive, epochs < plan.variants[variant].epochs {
        state.waiting.append(number)
      } else {
        state.ended.insert(number)
      }
      let runs = (0..<plan.seeds).map { state.progress[run(variant, seed: $0)] }
      state.middles[variant].follow(runs.map { (loss: $0.loss, hasFailed: $0.hasFailed) })
      state.underWay.remove(number)
      state.sessions[number] = session
      return state.serve(number, session)
    }
    bringUpToDate(variant)
    hand(to: served)
    return true
  }

  private static func space(of session: inout TrainingSession) -> SpacePicture? {
    session.snapshot(sequence: 0, parts: .spaces)[.spaces].first
  }

  /// Makes a variant's picture anew where it is of another seed than is to be shown, or of an
  /// earlier epoch. (Of a run under way it is made with its epoch.)
  private func bringUpToDate(_ variant: Int) {
    let wanted: (number: Int, epochs: Int, kept: TrainingSession?)? = state.withLock { state in
      let seed = state.middles[variant].seed
      let number = run(variant, seed: seed)
      let epochs = state.progress[number].epochs
      let shown = state.pictures[variant]
      guard state.isSeen, !state.isStopped, epochs > 0, !state.underWay.contains(number),
        shown.seed != seed || shown.epochs < epochs, state.pending.insert(variant).inserted
      else { return nil }
      return (number, epochs, state.sessions[number]?.branched())
    }
    guard let (number, epochs, kept) = wanted else { return }
    let held = Guarded(kept)
    painting.async { [self] in
      let space: SpacePicture? = held.withLock { kept in
        defer { kept = nil }
        guard var session = kept ?? again(number, epochs: epochs) else { return nil }
        return Self.space(of: &session)
      }
      state.withLock { state in
        state.pending.remove(variant)
        let (shown, seed) = (state.pictures[variant], self.seed(of: number))
        // Training may have come further meanwhile, and another seed into the middle.
        if seed == state.middles[variant].seed, shown.seed != seed || shown.epochs < epochs {
          state.pictures[variant] = Picture(seed: seed, epochs: epochs, space: space)
        }
      }
      if state.withLock({ $0.isSeen }) { changed() }
      bringUpToDate(variant)
    }
  }

  /// The board as it is now. (Made while the queues are kept from writing: arrays that are given up
  /// only by the count of their owners are a race to the thread sanitizer, which does not see counts.)
  func board() -> SweepBoard {
    state.withLock { board(of: $0.progress, $0.pictures) }
  }

  private func board(of all: [Progress], _ pictures: [Picture]) -> SweepBoard {
    var board = SweepBoard(
      cells: plan.variants.map {
        SweepBoard.Cell(name: $0.name, family: $0.configuration.model.family)
      }, epochs: plan.variants.map(\.epochs).max() ?? 1, seeds: plan.seeds)
    for index in board.cells.indices {
      let runs = (0..<plan.seeds).map { all[run(index, seed: $0)] }
      board.cells[index].space = pictures[index].space
      board.cells[index].seed = RunSetting.seed(plan.firstSeed, plus: pictures[index].seed)
      board.cells[index].dataNumber = dataNumbers[index]
      board.cells[index].loss = Self.levels(runs, \.loss)
      board.cells[index].nfe = Self.levels(runs, \.nfe)
      board.cells[index].failures = runs.count(where: \.hasFailed)
      board.cells[index].epochs = runs.reduce(0) {
        $0 + ($1.hasFailed ? board.epochs : $1.epochs)
      }
    }
    return board
  }
}
