import CellGraphics
import Drawing
import LiveSession
import NeuralODE

/// A duel without clocks and threads: both runs are stepped as a virtual clock and the tempo say,
/// and events are obeyed at once. The same events at the same times give the same screens, to the
/// bit: for recordings and tests.
package struct LockstepDuel {
  /// The screen's state.
  package private(set) var state: DuelState
  /// What the screens are drawn from.
  package private(set) var snapshots: (left: Snapshot, right: Snapshot)
  /// Seconds that have passed.
  package private(set) var time = 0.0
  private var drivers: (left: RunDriver, right: RunDriver)
  private var isStale = false
  /// Has a run begun anew, so that its accuracy and its map are not known yet?
  private var isNew = false
  /// Iterations that are due and not yet done, with fraction.
  private var due = 0.0
  private var sequence = 0
  private var frame = 0
  /// Is what is sent to the runs kept, for somebody to look at?
  var keepsSent = false
  private var sent: [Effect] = []

  /// Iterations a second that stand for full speed, where time is virtual.
  package static let fullSpeed = 2000.0

  /// A duel at its start.
  ///
  /// - Parameter sessions: its runs; nil begins them as the state says.
  package init(
    _ state: DuelState, sessions: (left: TrainingSession, right: TrainingSession)? = nil
  ) {
    self.state = state
    func driver(_ side: Side) -> RunDriver {
      let session = sessions.map { side == .left ? $0.left : $0.right }
      return RunDriver(
        session ?? TrainingSession(state.setup.run(side)), isRunning: !state.playback.isPaused)
    }
    drivers = (driver(.left), driver(.right))
    snapshots = (drivers.left.snapshot(sequence: 0), drivers.right.snapshot(sequence: 0))
    self.state.observe(left: snapshots.left, right: snapshots.right)
  }

  /// What a key or the mouse does; what is left for the outside to do.
  package mutating func handle(_ event: InputEvent) -> [Effect] { obey(state.handle(event)) }

  /// Does an action.
  package mutating func apply(_ action: Action) -> [Effect] { obey(state.apply(action)) }

  /// Does a command in words.
  package mutating func perform(_ text: String) throws(CommandError) -> [Effect] {
    obey(try state.perform(text))
  }

  /// Goes on with the weights of a file.
  package mutating func take(
    _ checkpoint: Checkpoint, _ side: Side, name: String
  ) throws(CommandError) {
    _ = obey(try state.take(checkpoint, side, name: name))
  }

  /// The weights of a side as they are.
  package func checkpoint(_ side: Side) -> Checkpoint {
    (side == .left ? drivers.left : drivers.right).session.checkpoint
  }

  /// Lets a demo play for so long, without the duel's own time passing.
  mutating func play(_ player: inout DemoPlayer, for seconds: Double) -> [Effect] {
    obey(
      player.advance(by: seconds, &state, left: snapshots.left, right: snapshots.right))
  }

  private mutating func obey(_ effects: [Effect]) -> [Effect] {
    var rest: [Effect] = []
    for effect in effects {
      guard case .session(let side, let command) = effect else {
        rest.append(effect)
        continue
      }
      if keepsSent { sent.append(effect) }
      let consequence =
        side == .left ? drivers.left.obey(command) : drivers.right.obey(command)
      if side == .left { drivers.left.stepAsAsked() } else { drivers.right.stepAsAsked() }
      switch consequence {
      case .nothing, .started, .moreParts: break
      case .tempo: due = 0
      case .changed, .anew: isNew = true
      }
      isStale = true
    }
    return rest
  }

  /// What the caption says.
  mutating func setCaption(_ text: String, _ formula: DemoFormula?) {
    (state.strip.caption, state.strip.formula) = (text, formula)
  }

  /// What was sent to the runs since it was taken last.
  mutating func takeSent() -> [Effect] {
    defer { sent = [] }
    return sent
  }

  /// What the caption says of an exercise.
  mutating func show(_ exercise: ExerciseConduct) { exercise.showCaption(&state) }

  /// Lets time pass: trains as the tempo says, moves what moves, and takes new snapshots.
  package mutating func advance(by seconds: Double) {
    time += seconds
    state.advance(by: seconds)
    if drivers.left.isRunning {
      due += seconds * (state.playback.tempo ?? Self.fullSpeed)
      while due >= 1 {
        due -= 1
        drivers.left.step()
        drivers.right.step()
        isStale = true
      }
    }
    frame += 1
    guard isStale else { return }
    refresh(isComplete: !drivers.left.isRunning || isNew || frame % 4 == 0)
    isNew = false
  }

  private mutating func refresh(isComplete: Bool) {
    sequence += 1
    let base: SnapshotParts = isComplete ? .all : .spaces
    snapshots = (
      drivers.left.snapshot(sequence: sequence, parts: base.union(drivers.left.watched)),
      drivers.right.snapshot(sequence: sequence, parts: base.union(drivers.right.watched))
    )
    isStale = !isComplete
    state.observe(left: snapshots.left, right: snapshots.right)
  }

  /// The screen as it is.
  package func draw(theme: Theme? = nil, glyphs: GlyphSet = .unicode) -> CellGrid {
    compose(theme: theme, glyphs: glyphs, isOfCells: true).cells(glyphs)
  }

  /// The screen with its pictures as they are, before they become cells.
  package func compose(
    theme: Theme? = nil, glyphs: GlyphSet = .unicode, isOfCells: Bool = false
  ) -> Composition {
    DuelScreen.compose(
      left: snapshots.left, right: snapshots.right, state: state,
      theme: theme ?? Theme.named(state.themeName) ?? .dark, glyphs: glyphs,
      isOfCells: isOfCells)
  }
}
