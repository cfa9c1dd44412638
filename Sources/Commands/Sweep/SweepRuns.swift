import LiveSession
import Platform

/// The seed whose flow stands for all of a cell's: in the middle by loss, and changed only when it
/// has left the middle, so that the picture does not jump.
struct MiddleSeed: Sendable, Equatable {
  /// Counted from the sweep's first seed.
  private(set) var seed = 0
  private var epochs = 0

  /// Takes in the losses by epoch of all seeds, and whether each has failed. Looks at each epoch
  /// once, when every seed has come to it, so that it does not matter which thread was first.
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
      // The quartiles' ranks; of four or fewer seeds the middle is wide.
      let middle = order.count / 4...max(order.count / 4, order.count - 1 - order.count / 4)
      if let rank = order.firstIndex(of: seed), middle.contains(rank) { continue }
      seed = order[(order.count - 1) / 2]
    }
  }
}

/// Copies of two runs on their way from one thread to another: a branched session shares nothing
/// with the one that it was branched from, and who is given these has them alone.
struct BranchedRuns: Sendable {
  private let sessions: Guarded<(left: TrainingSession, right: TrainingSession)>

  /// Two runs; the giver keeps nothing of them.
  init(left: TrainingSession, right: TrainingSession) {
    sessions = Guarded((left, right))
  }

  var left: TrainingSession { sessions.withLock { $0.left } }
  var right: TrainingSession { sessions.withLock { $0.right } }
}
