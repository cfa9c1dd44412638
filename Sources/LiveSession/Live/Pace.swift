import NeuralODE

/// When a live run trains, and when it shows itself: its driver, and the clock that it is kept by.
struct Pace {
  private(set) var driver: RunDriver
  private var sequence = 0
  /// The turn that is scheduled, and when it comes: others are outdated.
  private var scheduled = (number: 0, time: Double.infinity)
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

  /// A turn of the queue that is to come.
  struct Turn: Sendable {
    fileprivate var number: Int
    /// Seconds from now.
    var delay: Double
  }

  init(_ driver: RunDriver) { self.driver = driver }

  /// The longest the queue trains before it looks at its commands.
  private static let slice = 0.004
  /// Seconds between snapshots: the interface draws 30 frames a second.
  private static let snapshotInterval = 1.0 / 30

  /// When the next snapshot is due after one that was begun at `start` and took `cost` seconds: a
  /// frame later, but not before training had the queue for three times as long as the snapshot.
  /// Where snapshots are slow (of images, or on a slow machine) they cost a quarter of the time,
  /// not nearly all of it.
  static func nextSnapshot(after start: Double, cost: Double) -> Double {
    start + max(snapshotInterval, 4 * cost)
  }

  /// Maps and accuracy cost some milliseconds, and change slowly.
  private static let mapInterval = 1.0 / 8
  /// The check solves at tolerance 1e-6.
  private static let integrationInterval = 1.0 / 4

  mutating func obey(_ command: SessionCommand) {
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

  private mutating func restartTempo() {
    anchor = Clock.now
    doneSinceAnchor = 0
  }

  /// Iterations that the tempo asks for by now.
  private mutating func due(at now: Double) -> Int {
    guard driver.isTraining else { return 0 }
    guard let tempo = driver.tempo else { return .max }
    // A run that cannot keep the tempo does not try to catch up.
    if Double(doneSinceAnchor) < (now - anchor - 0.25) * tempo { restartTempo() }
    return Int((now - anchor) * tempo) - doneSinceAnchor
  }

  /// Trains for a slice of time, as the tempo says.
  mutating func train() {
    let deadline = Clock.now + Self.slice
    driver.stepAsAsked()
    driver.branchOff()
    while due(at: Clock.now) > 0 {
      driver.step()
      doneSinceAnchor += 1
      if Clock.now >= deadline { break }
    }
  }

  /// The snapshot that is due now, if one is.
  mutating func dueSnapshot() -> Snapshot? {
    let now = Clock.now
    let changed =
      driver.session.iteration != posted.iteration || driver.session.status != posted.status
      || posted.isStale
    if driver.isTraining {
      guard changed && now >= posted.next else { return nil }
    } else {
      // At rest the last snapshot is complete, and then there is nothing more to do.
      guard changed || !posted.isComplete else { return nil }
    }
    let wanted = SnapshotParts.all.union(driver.watched)
    var parts = wanted.intersection(.everyFrame)
    if !driver.isTraining || now - posted.map >= Self.mapInterval {
      parts.formUnion(wanted.intersection(.likeMaps))
      posted.map = now
    }
    if !driver.isTraining || now - posted.integration >= Self.integrationInterval {
      parts.formUnion(wanted.intersection(.slow))
      posted.integration = now
    }
    // The first snapshot of a run is wanted at once; what costs more follows.
    if posted.any < 0 {
      parts = .spaces
      posted.map = -1
      posted.integration = -1
    }
    sequence += 1
    let snapshot = driver.snapshot(sequence: sequence, parts: parts)
    posted.any = now
    posted.next = Self.nextSnapshot(after: now, cost: Clock.now - now)
    posted.iteration = driver.session.iteration
    posted.status = driver.session.status
    posted.isStale = false
    posted.isComplete = parts == wanted
    return snapshot
  }

  /// The turn to come, when there is something to do and none is scheduled that comes as soon:
  /// after a slow tempo a fast one begins at once.
  mutating func nextTurn() -> Turn? {
    let now = Clock.now
    let time: Double
    if driver.isTraining {
      time = driver.tempo.map { max(now, anchor + Double(doneSinceAnchor + 1) / $0) } ?? now
    } else if !posted.isComplete || driver.session.iteration != posted.iteration {
      time = now
    } else {
      return nil
    }
    guard time < scheduled.time else { return nil }
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
