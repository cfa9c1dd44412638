import LiveSession
import Platform

/// The seed that represents a cell: in the middle by loss. It changes only when it leaves the
/// middle, to keep the picture steady.
struct MiddleSeed: Sendable, Equatable {
  /// Counted from the sweep's first seed.
  private(set) var seed = 0
  private var epochs = 0

  /// Takes the losses by epoch of all seeds. Handles each epoch once, after every seed has reached
  /// it, so the order of the threads does not matter.
  mutating func follow(_ runs: [(loss: [Float], hasFailed: Bool)]) {
    let done =
      runs.filter { !$0.hasFailed }.map(\.loss.count).min()
      ?? runs.map(\.loss.count).max() ?? 0
    while epochs < done {
      let losses = runs.map { run -> Float in
        guard epochs < run.loss.count, !run.loss[epochs].isNaN else { return .infinity }
        return run.loss[epochs]
      }
      epochs += 1
      let order = losses.indices.sorted { losses[$0] < losses[$1] }
      // The quartiles' ranks; with four seeds or fewer the middle is wide.
      let middle = order.count / 4...max(order.count / 4, order.count - 1 - order.count / 4)
      if let rank = order.firstIndex(of: seed), middle.contains(rank) { continue }
      seed = order[(order.count - 1) / 2]
    }
  }
}

/// Copies of two runs in transit between threads. A branched session shares nothing with its
/// original, so the receiver owns these alone.
struct BranchedRuns: Sendable {
  private let sessions: Guarded<(left: TrainingSession, right: TrainingSession)>

  /// The caller keeps nothing of the runs.
  init(left: TrainingSession, right: TrainingSession) {
    sessions = Guarded((left, right))
  }

  var left: TrainingSession { sessions.withLock { $0.left } }
  var right: TrainingSession { sessions.withLock { $0.right } }
}
