import NeuralODE

/// One side of a duel: its run, what is drawn of it, and what its last snapshot lacks.
package struct SideDriver {
  /// The run.
  package fileprivate(set) var session: TrainingSession
  /// What is drawn beside what every screen shows.
  package private(set) var watched: SnapshotParts = []
  /// Iterations done since the tempo is kept.
  var done = 0
  /// Seconds of the clock that its iterations have taken: 0 where time is virtual.
  private var seconds = 0.0
  /// What the last snapshot showed; nil where there is none of this run.
  private var shown: (iteration: Int, status: RunStatus)?
  /// Did it have every part, drawn at its iteration?
  private(set) var isComplete = false
  /// Has something other than an iteration changed since?
  private var isStale = false

  /// Does the run only count its iterations?
  private let isRehearsal: Bool

  init(_ session: TrainingSession, isRehearsal: Bool = false) {
    (self.session, self.isRehearsal) = (session, isRehearsal)
  }

  /// Does an iteration change it?
  var isAlive: Bool { session.status == .healthy }
  /// Is there no snapshot of this run yet?
  var isUnseen: Bool { shown == nil }
  /// Would a snapshot show anything that the last one does not?
  var hasNews: Bool {
    guard let shown else { return true }
    return isStale || shown.iteration != session.iteration || shown.status != session.status
  }
  /// Did something other than an iteration change since the last snapshot?
  package var isChanged: Bool { isUnseen || isStale }
  /// All that is to be drawn.
  var wanted: SnapshotParts { parts(isComplete: true) }

  /// What is to be drawn, with maps and checks or without.
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
    case .restart: begin(TrainingSession(session.configuration, like: session))
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
    (shown, seconds) = (nil, 0)
  }

  /// One iteration.
  mutating func step(by clock: DuelDriver.TimeSource) {
    let start = clock.now
    if isRehearsal { session.skip() } else { session.step() }
    seconds += clock.now - start
    done += 1
  }

  /// Shows it to an inspection, beside the other side.
  static func inspect(
    _ left: inout SideDriver, _ right: inout SideDriver, _ inspection: Inspection
  ) -> Bool {
    inspection.look(&left.session, &right.session)
  }

  /// Whatever is drawn of it is to be drawn again.
  mutating func makeStale() { (isStale, isComplete) = (true, false) }

  /// What the run shows of itself now.
  mutating func snapshot(sequence: Int, parts: SnapshotParts) -> Snapshot {
    var snapshot = session.snapshot(sequence: sequence, parts: parts)
    snapshot.seconds = seconds
    shown = (session.iteration, session.status)
    isStale = false
    isComplete = parts.isSuperset(of: wanted)
    return snapshot
  }
}

extension TrainingSession {
  /// Another run that is looked at as the one before was.
  fileprivate init(
    _ configuration: RunConfiguration, _ parameters: [Double]? = nil, like other: TrainingSession
  ) {
    self.init(configuration, parameters: parameters)
    (pointer, chosenImage) = (other.pointer, other.chosenImage)
  }
}
