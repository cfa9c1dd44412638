import Dispatch
import NeuralODE
import Synchronization
import Platform

package struct DuelSnapshot: Sendable {
  package var left: Snapshot?
  package var right: Snapshot?
  /// Commands executed by then.
  package var obeyed = 0
  /// Whether both runs are idle and completely drawn.
  package var isSettled: Bool

  package subscript(side: Side) -> Snapshot? { side == .left ? left : right }

  package init(left: Snapshot? = nil, right: Snapshot? = nil, isSettled: Bool = true) {
    (self.left, self.right, self.isSettled) = (left, right, isSettled)
  }
}

/// Both runs of a duel in the background: a queue that repeatedly executes commands, trains for a
/// slice of time, each side on its own thread, and posts snapshots. When paused or ended it costs
/// nothing.
package final class LiveDuel: Sendable {
  private let queue = DispatchQueue(label: "anode.training", qos: .userInitiated)
  private let snapshots = Mailbox<DuelSnapshot>()
  private let commands = Mailbox<DuelCommand>()
  private let wake: @Sendable () -> Void
  private let sent = Atomic<Int>(0)
  /// Single steps sent and not yet done.
  private let steps = Atomic<Int>(0)
  /// Only the queue uses it: the lock never waits.
  private let rounds: Guarded<Rounds>

  /// Continues copies of two sessions, initially paused.
  ///
  /// - Parameters:
  ///   - tempo: iterations per second; nil for full speed.
  ///   - wake: called on the runs' queue for each new snapshot.
  package init(
    _ left: TrainingSession, _ right: TrainingSession, tempo: Double?,
    wake: @escaping @Sendable () -> Void
  ) {
    rounds = Guarded(Rounds(DuelDriver(left.branched(), right.branched(), tempo: tempo)))
    self.wake = wake
    queue.async { self.turn() }
  }

  /// Looks for what other programs have written since, and returns immediately.
  package func look() { queue.async { self.turn() } }

  /// Sends a command and returns immediately.
  package func send(_ command: DuelCommand) {
    sent.add(1, ordering: .relaxed)
    if command == .stepOnce { steps.add(1, ordering: .relaxed) }
    if commands.add(command) { queue.async { self.turn() } }
  }

  /// The snapshot, not settled while a command is pending.
  package func judged(_ snapshot: DuelSnapshot) -> DuelSnapshot {
    var snapshot = snapshot
    if snapshot.obeyed != sent.load(ordering: .relaxed) { snapshot.isSettled = false }
    return snapshot
  }

  package var isStepping: Bool { steps.load(ordering: .relaxed) > 0 }

  /// The newest snapshot not yet taken.
  package func takeSnapshot() -> DuelSnapshot? { snapshots.take() }

  /// Passes a side's current weights to a closure, on the runs' queue.
  package func withCheckpoint(_ side: Side, _ body: @escaping @Sendable (Checkpoint) -> Void) {
    queue.async { body(self.rounds.withLock { $0.driver[side].session.checkpoint }) }
  }

  /// Waits until all commands sent are executed, for tests and an orderly end.
  package func synchronize() { queue.sync { self.turn() } }

  // MARK: On the queue

  private func turn() {
    let orders = commands.takeAll()
    rounds.withLock { rounds in
      for command in orders { rounds.driver.obey(command) }
      rounds.driver.train(by: .machine)
      steps.subtract(orders.count { $0 == .stepOnce }, ordering: .relaxed)
      if let snapshot = rounds.post() {
        snapshots.replace(with: snapshot)
        wake()
      }
      schedule(rounds.nextTurn())
    }
  }

  private func schedule(_ turn: Rounds.Turn?) {
    guard let turn else { return }
    let again: @Sendable () -> Void = {
      guard self.rounds.withLock({ $0.begins(turn) }) else { return }
      self.turn()
    }
    if turn.delay > 0.0005 {
      queue.asyncAfter(deadline: .now() + turn.delay, execute: again)
    } else {
      queue.async(execute: again)
    }
  }
}

/// Schedules the drawing of live runs and the turns of their queue.
struct Rounds {
  var driver: DuelDriver
  private var latest = DuelSnapshot(isSettled: false)
  private var sequence = 0
  private var times = [Side.left: Times(), .right: Times()]
  /// The scheduled turn and its time; other turns are outdated.
  private var scheduled = (number: 0, time: Double.infinity)

  /// When parts of a side are redrawn, in seconds of the clock.
  private struct Times {
    /// End of the time reserved for training.
    var any = -1.0
    var map = -1.0
    var solves = -1.0
  }

  struct Turn: Sendable {
    fileprivate var number: Int
    /// Seconds from now.
    var delay: Double
  }

  init(_ driver: DuelDriver) { self.driver = driver }

  /// Seconds between snapshots: the interface draws 30 frames per second.
  private static let snapshotInterval = 1.0 / 30
  /// Maps and accuracy take some milliseconds and change slowly.
  private static let mapInterval = 1.0 / 8
  /// The accuracy check needs much finer solves.
  private static let solvesInterval = 1.0 / 4

  /// The time of the next snapshot after one begun at `start` that took `cost` seconds: a frame
  /// later, but slow snapshots take at most a quarter of the time from training.
  static func nextSnapshot(after start: Double, cost: Double) -> Double {
    start + max(snapshotInterval, 4 * cost)
  }

  /// The parts of a side that are due.
  private mutating func due(_ side: Side, at now: Double) -> SnapshotParts? {
    let driven = driver[side]
    // Draw the first snapshot of a run at once; expensive parts follow.
    if driven.isUnseen {
      times[side] = Times()
      return SnapshotParts.spaces
    }
    var time = times[side] ?? Times()
    defer { times[side] = time }
    if driver.isFollowing(side), !driven.hasNews, !driven.isComplete {
      // At rest between two records: what was left out follows.
      guard now >= time.any else { return nil }
      return driven.wanted
    }
    let isTraining = driver.isTraining && driven.isAlive || driver.isFollowing(side)
    guard isTraining else {
      return driven.hasNews || !driven.isComplete ? driven.wanted : nil
    }
    guard driven.hasNews, now >= time.any else { return nil }
    var parts = driven.wanted.intersection(.everyFrame)
    if now >= time.map {
      parts.formUnion(driven.wanted.intersection(.likeMaps))
      time.map = now + Self.mapInterval
    }
    if now >= time.solves {
      parts.formUnion(driven.wanted.intersection(.slow))
      time.solves = now + Self.solvesInterval
    }
    return parts
  }

  /// The snapshot due now, if any.
  mutating func post() -> DuelSnapshot? {
    let now = Clock.now
    let parts = (left: due(.left, at: now), right: due(.right, at: now))
    if parts.left != nil || parts.right != nil {
      sequence += 1
      let drawn = driver.snapshots(sequence: sequence, parts.left, parts.right)
      latest.left = drawn.left ?? latest.left
      latest.right = drawn.right ?? latest.right
      let next = Self.nextSnapshot(after: now, cost: Clock.now - now)
      if drawn.left != nil { times[.left]?.any = next }
      if drawn.right != nil { times[.right]?.any = next }
    } else if latest.obeyed == driver.obeyed, latest.isSettled == driver.isSettled {
      return nil
    }
    (latest.obeyed, latest.isSettled) = (driver.obeyed, driver.isSettled)
    return latest
  }

  /// The next turn if there is work, unless one is scheduled as early: after a slow tempo a fast
  /// one starts at once.
  mutating func nextTurn() -> Turn? {
    let now = Clock.now
    let isDrawn = Side.allCases.allSatisfy { driver[$0].isComplete && !driver[$0].hasNews }
    let isFollowing = Side.allCases.contains { driver.isFollowing($0) }
    let rest = now + (isFollowing ? Self.snapshotInterval : 0)
    let time = driver.nextIteration(after: now) ?? (isDrawn ? nil : rest)
    guard let time, time < scheduled.time else { return nil }
    scheduled = (scheduled.number + 1, time)
    return Turn(number: scheduled.number, delay: time - now)
  }

  /// Whether this is the turn scheduled last.
  mutating func begins(_ turn: Turn) -> Bool {
    guard scheduled.number == turn.number else { return false }
    scheduled.time = .infinity
    return true
  }
}
