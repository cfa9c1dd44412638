import Canvas
import LiveSession
import NeuralODE
import Platform

/// A duel without a clock of its own and without waiting: time is virtual, and events are obeyed at
/// once. The same events at the same times give the same screens, to the bit: for recordings and
/// tests.
package struct LockstepDuel {
  /// The screen's state.
  package private(set) var state: DuelState
  /// What the screens are drawn from.
  package private(set) var snapshots: (left: Snapshot, right: Snapshot)
  /// Seconds that have passed.
  package private(set) var time = 0.0
  private var driver: DuelDriver
  private var isStale = false
  private var sequence = 0
  private var frame = 0

  /// A duel at its start.
  ///
  /// - Parameters:
  ///   - sessions: its runs; nil begins them as the state says.
  ///   - isRehearsal: do the runs only count their iterations, and learn nothing?
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
  package func checkpoint(_ side: Side) -> Checkpoint { driver[side].session.checkpoint }

  /// Changes the state and does what that leaves to the runs; what is left for the outside.
  mutating func change(_ body: (inout DuelState, DuelSnapshot) -> [Effect]) -> [Effect] {
    obey(
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

  /// Lets time pass: trains as the tempo says, moves what moves, and takes new snapshots.
  package mutating func advance(by seconds: Double) {
    time += seconds
    state.advance(by: seconds)
    if driver.train(by: .virtual(time)) { isStale = true }
    frame += 1
    guard isStale else { return }
    let isNew = Side.allCases.contains { driver[$0].isChanged }
    refresh(isComplete: !driver.isTraining || isNew || frame % 4 == 0)
  }

  private mutating func refresh(isComplete: Bool) {
    sequence += 1
    func parts(_ side: Side) -> SnapshotParts { driver[side].parts(isComplete: isComplete) }
    let drawn = driver.snapshots(sequence: sequence, parts(.left), parts(.right))
    snapshots = (drawn.left ?? snapshots.left, drawn.right ?? snapshots.right)
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
