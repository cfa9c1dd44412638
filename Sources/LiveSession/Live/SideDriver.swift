import NeuralODE

/// One side of a duel: its run and the state of its snapshots.
package struct SideDriver {
  package fileprivate(set) var session: TrainingSession
  /// Parts drawn in addition to the default ones.
  package private(set) var watched: SnapshotParts = []
  /// Iterations done since the tempo started.
  var done = 0
  /// Seconds of training; 0 in virtual time.
  private var seconds = 0.0
  /// State of the last snapshot; nil before the run's first.
  private var shown: (iteration: Int, status: RunStatus, watch: WatchState?)?
  /// Whether another program's record may hold more than is shown.
  private(set) var hasMore = true
  /// Whether the last snapshot had every part.
  private(set) var isComplete = false
  /// Whether something other than an iteration has changed since the last snapshot.
  private var isStale = false

  /// Whether the run only counts iterations.
  private let isRehearsal: Bool

  init(_ session: TrainingSession, isRehearsal: Bool = false) {
    (self.session, self.isRehearsal) = (session, isRehearsal)
  }

  /// Whether it trains; a run of another program does not.
  var isAlive: Bool { session.status == .healthy && !isWatched }
  var isWatched: Bool { session.watched != nil }
  /// Whether the run has no snapshot yet.
  var isUnseen: Bool { shown == nil }
  /// Whether a new snapshot would differ from the last one.
  var hasNews: Bool {
    guard let shown else { return true }
    return isStale || shown.iteration != session.iteration || shown.status != session.status
      || shown.watch != session.numbers.watch
  }
  /// Whether something other than an iteration has changed since the last snapshot.
  package var isChanged: Bool { isUnseen || isStale }
  var wanted: SnapshotParts { parts(isComplete: true) }

  /// The parts to draw, with or without maps and checks.
  package func parts(isComplete: Bool) -> SnapshotParts {
    guard !isRehearsal else { return [] }
    return (isComplete ? SnapshotParts.all : SnapshotParts.spaces).union(watched)
  }

  mutating func obey(_ command: SessionCommand) {
    switch command {
    case .watch(let parts):
      if !parts.subtracting(watched).isEmpty { isComplete = false }
      watched = parts
      return
    case .restart:
      guard !isWatched else { break }
      begin(TrainingSession(session.configuration, session.initial, like: session))
    case .reconfigure(let new): begin(TrainingSession(new, like: session))
    case .load(let new, let weights): begin(TrainingSession(new, weights, like: session))
    case .retune(let training): session.retune(training)
    case .replaceData(let data): session.replaceData(data)
    case .point(let place): session.pointer = place
    case .choose(let image): session.chosenImage = image
    case .show(let share): session.show(share)
    }
    makeStale()
  }

  private mutating func begin(_ session: TrainingSession) {
    self.session = session
    (shown, seconds, hasMore) = (nil, 0, true)
  }

  /// Takes what another program has written since, for a slice of time.
  ///
  /// - Returns: whether anything was written.
  mutating func follow(by clock: DuelDriver.TimeSource) -> Bool {
    guard isWatched, !isRehearsal else { return false }
    // Its run cannot branch off: it goes on where it is.
    if session.isPast {
      session.show(nil)
      makeStale()
    }
    let start = clock.now
    var isNew = false
    hasMore = true
    while !clock.isUp(since: start) {
      switch session.follow() {
      case .nothing:
        hasMore = false
        return isNew
      case .event: break
      case .replaced(var next):
        (next.pointer, next.chosenImage) = (session.pointer, session.chosenImage)
        begin(next)
      }
      isNew = true
    }
    return isNew
  }

  mutating func step(by clock: DuelDriver.TimeSource) {
    let start = clock.now
    if isRehearsal { session.skip() } else { session.step() }
    seconds += clock.now - start
    done += 1
  }

  static func inspect(
    _ left: inout SideDriver, _ right: inout SideDriver, _ inspection: Inspection
  ) -> Bool {
    inspection.look(&left.session, &right.session)
  }

  /// Requests that everything be redrawn.
  mutating func makeStale() { (isStale, isComplete) = (true, false) }

  mutating func snapshot(sequence: Int, parts: SnapshotParts) -> Snapshot {
    var snapshot = session.snapshot(sequence: sequence, parts: parts)
    snapshot.seconds = session.numbers.watch.map { $0.seconds ?? 0 } ?? seconds
    shown = (session.iteration, session.status, session.numbers.watch)
    isStale = false
    isComplete = parts.isSuperset(of: wanted)
    return snapshot
  }
}

extension TrainingSession {
  /// A new run with the pointer and chosen image of another.
  fileprivate init(
    _ configuration: RunConfiguration, _ parameters: [Double]? = nil, like other: TrainingSession
  ) {
    self.init(configuration, parameters: parameters)
    (pointer, chosenImage) = (other.pointer, other.chosenImage)
  }
}
