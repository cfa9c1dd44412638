import Dispatch
import NeuralODE
import Synchronization
import Threads

/// A training session on a background queue of its own: it looks at its commands, trains for a
/// slice of time, posts a snapshot, and comes round again. Paused or ended it costs nothing.
package final class LiveRunner: Sendable {
  private let queue: DispatchQueue
  private let snapshots = Mailbox<Snapshot>()
  private let commands = Mailbox<SessionCommand>()
  private let wake: @Sendable () -> Void
  /// Single steps that were sent and are not done.
  private let steps = Atomic<Int>(0)
  /// Only the queue comes here, so that the lock is never waited for.
  private let pace: Guarded<Pace>

  /// A run, paused at its start; its first snapshot is under way.
  ///
  /// - Parameters:
  ///   - tempo: iterations a second; nil for as many as the machine can do.
  ///   - wake: called on the run's queue whenever a new snapshot can be taken.
  package convenience init(
    _ configuration: RunConfiguration, name: String, tempo: Double?,
    wake: @escaping @Sendable () -> Void
  ) {
    self.init(TrainingSession(configuration), name: name, tempo: tempo, wake: wake)
  }

  /// A run that goes on from where a session is, paused at first.
  ///
  /// - Parameters:
  ///   - tempo: iterations a second; nil for as many as the machine can do.
  ///   - wake: called on the run's queue whenever a new snapshot can be taken.
  package init(
    _ session: TrainingSession, name: String, tempo: Double?, wake: @escaping @Sendable () -> Void
  ) {
    queue = DispatchQueue(label: "anode.session.\(name)", qos: .userInitiated)
    pace = Guarded(Pace(RunDriver(session.branched(), tempo: tempo)))
    self.wake = wake
    queue.async { self.turn() }
  }

  /// Hands over a command; returns at once.
  package func send(_ command: SessionCommand) {
    if command == .stepOnce { steps.add(1, ordering: .relaxed) }
    if commands.add(command) { queue.async { self.turn() } }
  }

  /// Is a single step under way?
  package var isStepping: Bool { steps.load(ordering: .relaxed) > 0 }

  /// The newest snapshot, if there is one that was not taken before.
  package func takeSnapshot() -> Snapshot? { snapshots.take() }

  /// Hands over the weights as they are when the run comes to it, on its queue.
  package func withCheckpoint(_ body: @escaping @Sendable (Checkpoint) -> Void) {
    queue.async { body(self.pace.withLock { $0.driver.session.checkpoint }) }
  }

  /// Waits until everything sent before has been looked at. For tests and for an orderly end.
  package func synchronize() { queue.sync { self.turn() } }

  // MARK: On the queue

  private func turn() {
    let orders = commands.takeAll()
    pace.withLock { pace in
      for command in orders { pace.obey(command) }
      pace.train()
      steps.subtract(orders.count { $0 == .stepOnce }, ordering: .relaxed)
      if let snapshot = pace.dueSnapshot() {
        snapshots.replace(with: snapshot)
        wake()
      }
      schedule(pace.nextTurn())
    }
  }

  private func schedule(_ turn: Pace.Turn?) {
    guard let turn else { return }
    let again: @Sendable () -> Void = {
      guard self.pace.withLock({ $0.begins(turn) }) else { return }
      self.turn()
    }
    if turn.delay > 0.0005 {
      queue.asyncAfter(deadline: .now() + turn.delay, execute: again)
    } else {
      queue.async(execute: again)
    }
  }
}
