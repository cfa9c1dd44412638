import Dispatch
import Foundation
import NeuralODE

/// A training session on a background queue of its own: it looks at its commands, trains for a slice of time, posts a
/// snapshot, and comes round again. Paused or ended it costs nothing.
///
/// The queue confines `driver` and all private state but the two mailboxes, which lock for themselves; that is what
/// `@unchecked` vouches for.
package final class LiveRunner: @unchecked Sendable {
  private let queue: DispatchQueue
  private let snapshots = LatestValue<Snapshot>()
  private let commands = LatestValue<[SessionCommand]>()
  private let wake: @Sendable () -> Void

  private var driver: RunDriver
  private var sequence = 0
  /// The wake that is scheduled, and when it comes: others are outdated.
  private var nextWake = (number: 0, time: Double.infinity)
  /// Since when, and how many iterations ago, the tempo is kept.
  private var anchor = Clock.now
  private var doneSinceAnchor = 0
  private var posted = PostTimes()

  /// When parts of a snapshot were last drawn, and what iteration was posted.
  private struct PostTimes {
    var any = -1.0
    /// Until when training has the queue.
    var next = 0.0
    var map = -1.0
    var integration = -1.0
    var iteration = -1
    var status = RunStatus.healthy
    /// The last snapshot had every part drawn at its iteration.
    var isComplete = false
    /// Something other than an iteration has changed since the last snapshot.
    var isStale = false
  }

  /// The longest the queue trains before it looks at its commands.
  private static let slice = 0.004
  /// Seconds between snapshots: the interface draws 30 frames a second.
  private static let snapshotInterval = 1.0 / 30

  /// When the next snapshot is due after one that was begun at `start` and took `cost` seconds: a frame later, but not
  /// before training had the queue for three times as long as the snapshot. Where snapshots are slow (of images, or on a slow
  /// machine) they cost a quarter of the time, not nearly all of it.
  static func nextSnapshot(after start: Double, cost: Double) -> Double {
    start + max(snapshotInterval, 4 * cost)
  }

  /// Maps and accuracy cost some milliseconds, and change slowly.
  private static let mapInterval = 1.0 / 8
  /// The check solves at tolerance 1e-6.
  private static let integrationInterval = 1.0 / 4

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

  /// A run that goes on from where a session is, paused at first; see `init(_:name:tempo:wake:)`.
  package init(
    _ session: TrainingSession, name: String, tempo: Double?, wake: @escaping @Sendable () -> Void
  ) {
    queue = DispatchQueue(label: "anode.session.\(name)", qos: .userInitiated)
    driver = RunDriver(session.branched(), tempo: tempo)
    self.wake = wake
    queue.async { self.turn() }
  }

  /// Hands over a command; returns at once.
  package func send(_ command: SessionCommand) {
    let isFirst = commands.update { list in
      list = (list ?? []) + [command]
      return list?.count == 1
    }
    if isFirst { queue.async { self.turn() } }
  }

  /// The newest snapshot, if there is one that was not taken before.
  package func takeSnapshot() -> Snapshot? { snapshots.take() }

  /// Hands over the weights as they are when the run comes to it, on its queue.
  package func withCheckpoint(_ body: @escaping @Sendable (Checkpoint) -> Void) {
    queue.async { body(self.driver.session.checkpoint) }
  }

  /// Waits until everything sent before has been looked at. For tests and for an orderly end.
  package func synchronize() { queue.sync { self.turn() } }

  // MARK: On the queue

  private func turn() {
    for command in commands.take() ?? [] { obey(command) }
    let start = Clock.now
    train(until: start + Self.slice)
    post()
    schedule()
  }

  private func obey(_ command: SessionCommand) {
    switch driver.obey(command) {
    case .nothing: break
    case .started, .tempo: restartTempo()
    case .moreParts: posted.isComplete = false
    case .changed:
      // Whatever was drawn may look otherwise now, at the same iteration.
      posted.isComplete = false
      posted.isStale = true
      restartTempo()
    case .anew:
      posted = PostTimes()
      restartTempo()
    }
  }

  private func restartTempo() {
    anchor = Clock.now
    doneSinceAnchor = 0
  }

  /// Iterations that the tempo asks for by now.
  private func due(at now: Double) -> Int {
    guard driver.isTraining else { return 0 }
    guard let tempo = driver.tempo else { return .max }
    // A run that cannot keep the tempo does not try to catch up.
    if Double(doneSinceAnchor) < (now - anchor - 0.25) * tempo { restartTempo() }
    return Int((now - anchor) * tempo) - doneSinceAnchor
  }

  private func train(until deadline: Double) {
    driver.stepAsAsked()
    driver.branchOff()
    while due(at: Clock.now) > 0 {
      driver.step()
      doneSinceAnchor += 1
      if Clock.now >= deadline { break }
    }
  }

  private func post() {
    let now = Clock.now
    let changed =
      driver.session.iteration != posted.iteration || driver.session.status != posted.status
      || posted.isStale
    if driver.isTraining {
      guard changed && now >= posted.next else { return }
    } else {
      // At rest the last snapshot is complete, and then there is nothing more to do.
      guard changed || !posted.isComplete else { return }
    }
    let wanted = SnapshotParts.all.union(driver.watched)
    var parts = wanted.intersection(.everyFrame)
    if !driver.isTraining || now - posted.map >= Self.mapInterval {
      parts.formUnion(wanted.intersection(.likeMaps))
      posted.map = now
    }
    if !driver.isTraining || now - posted.integration >= Self.integrationInterval {
      parts.formUnion(.integration)
      posted.integration = now
    }
    // The first snapshot of a run is wanted at once; what costs more follows.
    if posted.any < 0 {
      parts = [.spaces]
      posted.map = -1
      posted.integration = -1
    }
    sequence += 1
    snapshots.put(driver.snapshot(sequence: sequence, parts: parts))
    posted.any = now
    posted.next = Self.nextSnapshot(after: now, cost: Clock.now - now)
    posted.iteration = driver.session.iteration
    posted.status = driver.session.status
    posted.isStale = false
    posted.isComplete = parts == wanted
    wake()
  }

  /// Comes round again when there is something to do. A wake that would come later than is needed now is outdated: after a
  /// slow tempo a fast one begins at once.
  private func schedule() {
    let now = Clock.now
    let time: Double
    if driver.isTraining {
      time = driver.tempo.map { max(now, anchor + Double(doneSinceAnchor + 1) / $0) } ?? now
    } else if !posted.isComplete || driver.session.iteration != posted.iteration {
      time = now
    } else {
      return
    }
    guard time < nextWake.time else { return }
    nextWake = (nextWake.number + 1, time)
    let number = nextWake.number
    let again: @Sendable () -> Void = {
      guard self.nextWake.number == number else { return }
      self.nextWake.time = .infinity
      self.turn()
    }
    if time - now > 0.0005 {
      queue.asyncAfter(deadline: .now() + (time - now), execute: again)
    } else {
      queue.async(execute: again)
    }
  }
}

/// Seconds since the program first asked, by the one clock that is used everywhere.
enum Clock {
  private static let origin = ContinuousClock.now
  static var now: Double { origin.duration(to: .now) / .seconds(1) }
}
