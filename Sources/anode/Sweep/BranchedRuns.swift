import LiveSession
import Threads

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
