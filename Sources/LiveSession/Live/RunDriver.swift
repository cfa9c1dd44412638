/// A session and how it is to be trained: what commands mean, whoever has the clock. Live runs and
/// recorded ones obey alike, for there is no other place where they obey.
package struct RunDriver {
  /// The run.
  package private(set) var session: TrainingSession
  /// Is it to be trained?
  package private(set) var isRunning: Bool
  /// Iterations a second wanted; nil for as many as can be.
  package private(set) var tempo: Double?
  /// What is to be drawn beside what every screen shows.
  package private(set) var watched: SnapshotParts = []
  /// Iterations asked for one by one that are not done yet.
  private var pendingSteps = 0

  /// What a command means for whoever drives.
  package enum Consequence: Sendable, Equatable {
    /// Nothing more.
    case nothing
    /// Training begins after a pause.
    case started
    /// The tempo is another.
    case tempo
    /// More is to be drawn than was.
    case moreParts
    /// The run goes on, and what is drawn of it may look otherwise at the same iteration.
    case changed
    /// The run begins anew.
    case anew
  }

  /// A driver of a run that stands at its start.
  package init(_ session: TrainingSession, tempo: Double? = nil, isRunning: Bool = false) {
    self.session = session
    self.tempo = tempo
    self.isRunning = isRunning
  }

  /// Does what a command says; what is left to whoever has the clock.
  package mutating func obey(_ command: SessionCommand) -> Consequence {
    switch command {
    case .run:
      defer { isRunning = true }
      return isRunning ? .nothing : .started
    case .pause:
      isRunning = false
      return .nothing
    case .stepOnce:
      pendingSteps += 1
      return .nothing
    case .setTempo(let new):
      tempo = new
      return .tempo
    case .watch(let parts):
      defer { watched = parts }
      return parts.subtracting(watched).isEmpty ? .nothing : .moreParts
    case .restart, .reconfigure, .load:
      session.obey(command)
      pendingSteps = 0
      return .anew
    case .retune, .replaceData, .point, .choose, .show:
      session.obey(command)
      return .changed
    }
  }

  /// Is there anything to train, and is it wanted?
  package var isTraining: Bool { isRunning && session.status == .healthy }

  /// One iteration.
  package mutating func step() { session.step() }

  /// Does the iterations that were asked for one by one.
  package mutating func stepAsAsked() {
    while pendingSteps > 0 {
      pendingSteps -= 1
      session.step()
    }
  }

  /// To run from a moment that is shown is to branch off there, a run that had failed included.
  package mutating func branchOff() {
    if isRunning && session.isPast { session.step() }
  }

  /// What the run shows of itself now.
  package mutating func snapshot(sequence: Int, parts: SnapshotParts = .all) -> Snapshot {
    session.snapshot(sequence: sequence, parts: parts)
  }
}
