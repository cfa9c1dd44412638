import Dispatch
import NeuralODE
import Synchronization
import Platform

/// What both runs show of themselves at one moment.
package struct DuelSnapshot: Sendable {
  /// Of the left run; nil before its first.
  package var left: Snapshot?
  /// Of the right run; nil before its first.
  package var right: Snapshot?
  /// Commands that had been obeyed by then.
  package var obeyed = 0
  /// Do both runs rest, and is all of them drawn as they are?
  package var isSettled: Bool

  /// Of a side.
  package subscript(side: Side) -> Snapshot? { side == .left ? left : right }

  /// Snapshots of both runs, or of none yet.
  package init(left: Snapshot? = nil, right: Snapshot? = nil, isSettled: Bool = true) {
    (self.left, self.right, self.isSettled) = (left, right, isSettled)
  }
}

/// Both runs of a duel in the background: a queue that looks at its commands, trains for a slice of
/// time, each side on a thread of its own, posts snapshots, and comes round again. Paused or ended it
/// costs nothing.
package final class LiveDuel: Sendable {
  private let queue = DispatchQueue(label: "anode.training", qos: .userInitiated)
  private let snapshots = Mailbox<DuelSnapshot>()
  private let commands = Mailbox<DuelCommand>()
  private let wake: @Sendable () -> Void
  /// Commands that were sent so far.
  private let sent = Atomic<Int>(0)
  /// Single steps that were sent and are not done.
  private let steps = Atomic<Int>(0)
  /// Only the queue comes here, so that the lock is never waited for.
  private let rounds: Guarded<Rounds>

  /// Runs that go on from where sessions are, paused at first.
  ///
  /// - Parameters:
  ///   - tempo: iterations a second; nil for as many as the machine can do.
  ///   - wake: called on the runs' queue whenever a new snapshot can be taken.
  package init(
    _ left: TrainingSession, _ right: TrainingSession, tempo: Double?,
    wake: @escaping @Sendable () -> Void
  ) {
    rounds = Guarded(Rounds(DuelDriver(left.branched(), right.branched(), tempo: tempo)))
    self.wake = wake
    queue.async { self.turn() }
  }

  /// Hands over a command; returns at once.
  package func send(_ command: DuelCommand) {
    sent.add(1, ordering: .relaxed)
    if command == .stepOnce { steps.add(1, ordering: .relaxed) }
    if commands.add(command) { queue.async { self.turn() } }
  }

  /// The same snapshot as it is to be taken now: nothing is settled while a command is under way.
  package func judged(_ snapshot: DuelSnapshot) -> DuelSnapshot {
    var snapshot = snapshot
    if snapshot.obeyed != sent.load(ordering: .relaxed) { snapshot.isSettled = false }
    return snapshot
  }

  /// Is a single step under way?
  package var isStepping: Bool { steps.load(ordering: .relaxed) > 0 }

  /// The newest snapshot, if there is one that was not taken before.
  package func takeSnapshot() -> DuelSnapshot? { snapshots.take() }

  /// Hands over the weights of a side as they are when its run comes to it, on the runs' queue.
  package func withCheckpoint(_ side: Side, _ body: @escaping @Sendable (Checkpoint) -> Void) {
    queue.async { body(self.rounds.withLock { $0.driver[side].session.checkpoint }) }
  }

  /// Waits until everything sent before has been looked at. For tests and for an orderly end.
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

/// When live runs are drawn, and when their queue comes round.
struct Rounds {
  var driver: DuelDriver
  private var latest = DuelSnapshot(isSettled: false)
  private var sequence = 0
  private var times = [Side.left: Times(), .right: Times()]
  /// The turn that is scheduled, and when it comes: others are outdated.
  private var scheduled = (number: 0, time: Double.infinity)

  /// When parts of a side are drawn again, in seconds of the clock.
  private struct Times {
    /// Until when training has the queue.
    var any = -1.0
    var map = -1.0
    var solves = -1.0
  }

  /// A turn of the queue that is to come.
  struct Turn: Sendable {
    fileprivate var number: Int
    /// Seconds from now.
    var delay: Double
  }

  init(_ driver: DuelDriver) { self.driver = driver }

  /// Seconds between snapshots: the interface draws 30 frames a second.
  private static let snapshotInterval = 1.0 / 30
  /// Maps and accuracy cost some milliseconds, and change slowly.
  private static let mapInterval = 1.0 / 8
  /// To judge the training's solves takes much finer ones.
  private static let solvesInterval = 1.0 / 4

  /// When the next snapshot is due after one that was begun at `start` and took `cost` seconds: a
  /// frame later, but not before training had the queue for three times as long as the snapshot.
  /// Where snapshots are slow (of images, or on a slow machine) they cost a quarter of the time,
  /// not nearly all of it.
  static func nextSnapshot(after start: Double, cost: Double) -> Double {
    start + max(snapshotInterval, 4 * cost)
  }

  /// The parts of a side that are due; nil where none are.
  private mutating func due(_ side: Side, at now: Double) -> SnapshotParts? {
    let driven = driver[side]
    // The first snapshot of a run is wanted at once; what costs more follows.
    if driven.isUnseen {
      times[side] = Times()
      return SnapshotParts.spaces
    }
    var time = times[side] ?? Times()
    defer { times[side] = time }
    let isTraining = driver.isTraining && driven.isAlive
    guard isTraining else {
      // At rest the last snapshot is complete, and then there is nothing more to do.
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

  /// The snapshot that is due now, if one is.
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

  /// The turn to come, when there is something to do and none is scheduled that comes as soon:
  /// after a slow tempo a fast one begins at once.
  mutating func nextTurn() -> Turn? {
    let now = Clock.now
    let isDrawn = Side.allCases.allSatisfy { driver[$0].isComplete && !driver[$0].hasNews }
    let time = driver.nextIteration(after: now) ?? (isDrawn ? nil : now)
    guard let time, time < scheduled.time else { return nil }
    scheduled = (scheduled.number + 1, time)
    return Turn(number: scheduled.number, delay: time - now)
  }

  /// Is a turn that has come the one that was scheduled last?
  mutating func begins(_ turn: Turn) -> Bool {
    guard scheduled.number == turn.number else { return false }
    scheduled.time = .infinity
    return true
  }
}
