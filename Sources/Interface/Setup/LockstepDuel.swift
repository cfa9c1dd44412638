import Canvas
import LiveSession
import NeuralODE
import Platform

/// A duel on virtual time, for recordings and tests: events take effect at once, and the same events
/// at the same times give the same screens, bit for bit.
package struct LockstepDuel {
  package private(set) var state: DuelState
  package private(set) var snapshots: (left: Snapshot, right: Snapshot)
  /// In seconds.
  package private(set) var time = 0.0
  private var driver: DuelDriver
  private var motion = Motion()
  private var moved: MotionRequest?
  private var isStale = false
  private var sequence = 0
  private var frame = 0

  /// - Parameters:
  ///   - sessions: its runs; nil starts those of the state.
  ///   - isRehearsal: whether the runs only count iterations, without training.
  package init(
    _ state: DuelState, sessions: (left: TrainingSession, right: TrainingSession)? = nil,
    isRehearsal: Bool = false
  ) {
    self.state = state
    driver = DuelDriver(
      sessions?.left ?? TrainingSession(state.setup.run(.left)),
      sessions?.right ?? TrainingSession(state.setup.run(.right)),
      tempo: state.playback.tempo, isRunning: !state.playback.isPaused, isRehearsal: isRehearsal)
    if state.playback.pace != .step { driver.obey(.setPace(state.playback.pace)) }
    snapshots = (Snapshot(), Snapshot())
    driver.train(by: .virtual(time))
    refresh(isComplete: true)
  }

  /// Handles a key or the mouse; returns the effects left to the caller, as the next functions do.
  package mutating func handle(_ event: InputEvent) -> [Effect] { obey(state.handle(event)) }

  package mutating func apply(_ action: Action) -> [Effect] { obey(state.apply(action)) }

  package mutating func perform(_ text: String) throws(CommandError) -> [Effect] {
    obey(try state.perform(text))
  }

  /// Continues with the weights of a file.
  package mutating func take(
    _ checkpoint: Checkpoint, _ side: Side, name: String
  ) throws(CommandError) {
    _ = obey(try state.take(checkpoint, side, name: name))
  }

  package func checkpoint(_ side: Side) -> Checkpoint { driver[side].session.checkpoint }

  /// Changes the state, sends commands to the runs, and returns the effects left to the caller.
  mutating func change(_ body: (inout DuelState, DuelSnapshot) -> [Effect]) -> [Effect] {
    defer { moveParticles() }
    return obey(
      body(
        &state,
        DuelSnapshot(
          left: snapshots.left, right: snapshots.right,
          isSettled: !isStale && driver.isSettled)))
  }

  private mutating func obey(_ effects: [Effect]) -> [Effect] {
    effects.filter { effect in
      guard case .send(let command) = effect else { return true }
      driver.obey(command)
      driver.train(by: .virtual(time))
      isStale = true
      return false
    }
  }

  /// Lets time pass: trains at the tempo, animates, and takes new snapshots.
  package mutating func advance(by seconds: Double) {
    time += seconds
    state.advance(by: seconds)
    if driver.train(by: .virtual(time)) { isStale = true }
    frame += 1
    if isStale {
      let isNew = Side.allCases.contains { driver[$0].isChanged }
      refresh(isComplete: !driver.isTraining || isNew || frame % 4 == 0)
    }
    moveParticles()
  }

  private mutating func moveParticles() {
    let (left, right) = snapshots
    guard let request = state.motionRequest(left: left, right: right) else { return }
    if moved?.isAnswered(by: request) != true || snapshots.left.particles == nil {
      let pictures = motion.answer(request)
      (snapshots.left.particles, snapshots.right.particles) = (pictures[.left], pictures[.right])
      moved = request
    }
  }

  private mutating func refresh(isComplete: Bool) {
    sequence += 1
    func parts(_ side: Side) -> SnapshotParts { driver[side].parts(isComplete: isComplete) }
    let drawn = driver.snapshots(sequence: sequence, parts(.left), parts(.right))
    snapshots = (drawn.left ?? snapshots.left, drawn.right ?? snapshots.right)
    isStale = !isComplete
    state.observe(left: snapshots.left, right: snapshots.right)
    state.observeTips(left: snapshots.left, right: snapshots.right)
  }

  package func draw(theme: Theme? = nil, glyphs: GlyphSet = .unicode) -> CellGrid {
    compose(theme: theme, glyphs: glyphs, isOfCells: true).cells(glyphs)
  }

  /// The screen, with its pictures not yet turned into cells.
  package func compose(
    theme: Theme? = nil, glyphs: GlyphSet = .unicode, isOfCells: Bool = false
  ) -> Composition {
    DuelScreen.compose(
      left: snapshots.left, right: snapshots.right, state: state,
      theme: theme ?? Theme.named(state.themeName) ?? .dark, glyphs: glyphs,
      isOfCells: isOfCells)
  }
}
