import DifferentialEquations
import Dispatch
import Interface
import LiveSession
import NeuralODE
import Threads

/// All runs of a sweep, trained on N queues an epoch at a time, whichever is least far first: so
/// that all of them can be watched as they come along.
final class SweepPool: Sendable {
  /// What a run has come to.
  struct Progress: Sendable {
    var loss: [Float] = []
    var nfe: [Float] = []
    var space: SpacePicture?
    var hasFailed = false
    /// Epochs done or never to be done.
    var epochs: Int { loss.count }
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
    /// Runs as they are, between epochs; nil of those that have not begun.
    var sessions: [TrainingSession?]
    var underWay: Set<Int> = []
    var requests: [Request] = []
    var progress: [Progress]
    /// By variant, the seed that is shown, and the epochs that it was chosen by.
    var middles: [MiddleSeed]
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
  }

  private let state: Guarded<State>
  private let plan: SweepPlan
  private let dataNumbers: [Int]
  private let queues: [DispatchQueue]
  private let changed: @Sendable () -> Void

  /// A pool that begins at once.
  ///
  /// - Parameter changed: called on one of its queues when there is something new to look at.
  init(_ plan: SweepPlan, threads: Int, changed: @escaping @Sendable () -> Void) {
    self.plan = plan
    self.changed = changed
    dataNumbers = plan.variants.indices.map(plan.dataNumber)
    // Seed by seed, so that every setting is soon seen.
    let count = plan.variants.count * plan.seeds
    state = Guarded(
      State(
        waiting: Array(0..<count), sessions: Array(repeating: nil, count: count),
        progress: Array(repeating: Progress(), count: count),
        middles: plan.variants.map { _ in MiddleSeed() }))
    queues = (0..<max(1, min(threads, count))).map { DispatchQueue(label: "anode.sweep.\($0)") }
    for queue in queues { queue.async { [self] in work() } }
  }

  /// Ends after the epochs under way.
  func stop() { state.withLock { $0.isStopped = true } }

  /// The run of a variant with a seed, counted from the first one.
  private func run(_ variant: Int, seed: Int) -> Int { seed * plan.variants.count + variant }

  private func variant(of run: Int) -> Int { run % plan.variants.count }

  private func begun(_ run: Int) -> TrainingSession {
    TrainingSession(plan.configuration(variant(of: run), seed: run / plan.variants.count))
  }

  /// Hands over copies of two variants' runs with one seed, as they are after their last whole
  /// epoch; those that have not begun, at their start.
  ///
  /// - Parameters:
  ///   - seed: counted from the sweep's first.
  ///   - body: called at once, or on one of the pool's queues when the epochs under way are done.
  func branch(
    left: Int, right: Int, seed: Int, _ body: @escaping @Sendable (BranchedRuns) -> Void
  ) {
    var request = Request(runs: [run(left, seed: seed), run(right, seed: seed)], body: body)
    let branches: BranchedRuns? = state.withLock { state in
      for run in request.runs where !state.underWay.contains(run) {
        request.found[run] = state.sessions[run]?.branched() ?? begun(run)
      }
      if request.branches == nil { state.requests.append(request) }
      return request.branches
    }
    if let branches { body(branches) }
  }

  private func work() {
    while let number = take() {
      train(number)
      changed()
    }
  }

  /// The run that is least far, out of the list.
  private func take() -> Int? {
    state.withLock { state in
      let (waiting, progress) = (state.waiting, state.progress)
      guard !state.isStopped,
        let index = waiting.indices.min(by: {
          progress[waiting[$0]].epochs < progress[waiting[$1]].epochs
        })
      else { return nil }
      state.underWay.insert(waiting[index])
      return state.waiting.remove(at: index)
    }
  }

  /// Trains an epoch of a run, and puts it back unless that was its last.
  private func train(_ number: Int) {
    let taken = state.withLock { state in
      // The list lets go of it, or training would copy it first.
      defer { state.sessions[number] = nil }
      return state.sessions[number]
    }
    var session = taken ?? begun(number)
    var loss = 0.0
    var nfe = 0
    // A run without points never begins.
    let iterations = session.status == .healthy ? session.iterationsPerEpoch : 0
    let end = NeuralODE.train(iterations) { () throws(SolveFailure) in
      try session.iterate()
    } visit: { _, report in
      loss += report.loss
      nfe += report.statistics.evaluations
      return true
    }
    let space = session.snapshot(sequence: 0, parts: .spaces).spaces.first
    let count = Float(session.iterationsPerEpoch)
    let isAlive = end == .done && session.status == .healthy
    let served: [Request] = state.withLock { state in
      state.progress[number].loss.append(isAlive ? Float(loss) / count : .infinity)
      state.progress[number].nfe.append(isAlive ? Float(nfe) / count : .infinity)
      if let space { state.progress[number].space = space }
      if !isAlive {
        state.progress[number].hasFailed = true
      } else if state.progress[number].epochs < plan.variants[variant(of: number)].epochs {
        state.waiting.append(number)
      }
      let variant = variant(of: number)
      let runs = (0..<plan.seeds).map { state.progress[run(variant, seed: $0)] }
      state.middles[variant].follow(runs.map { (loss: $0.loss, hasFailed: $0.hasFailed) })
      state.underWay.remove(number)
      state.sessions[number] = session
      return state.serve(number, session)
    }
    for request in served {
      if let branches = request.branches { request.body(branches) }
    }
  }

  /// The board as it is now. (Made while the queues are kept from writing: arrays that are given up
  /// only by the count of their owners are a race to the thread sanitizer, which does not see counts.)
  func board() -> SweepBoard {
    state.withLock { board(of: $0.progress, seeds: $0.middles.map(\.seed)) }
  }

  private func board(of all: [Progress], seeds: [Int]) -> SweepBoard {
    var board = SweepBoard(
      cells: plan.variants.map {
        SweepBoard.Cell(name: $0.name, family: $0.configuration.model.family)
      }, epochs: plan.variants.map(\.epochs).max() ?? 1, seeds: plan.seeds)
    for index in board.cells.indices {
      let runs = (0..<plan.seeds).map { all[run(index, seed: $0)] }
      let seed = seeds[index]
      board.cells[index].space = runs[seed].space
      board.cells[index].seed = RunSetting.seed(plan.firstSeed, plus: seed)
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
