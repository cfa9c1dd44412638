import CellGraphics
import Interface
import LiveSession
import Terminal

/// The live duel: two runs on queues of their own, and the screen that shows their latest snapshots.
///
/// The screen never waits for a run: it takes whatever snapshot is there, and draws. Runs never wait for the screen: they
/// leave snapshots in a mailbox and signal a descriptor that the terminal is polled with.
@MainActor final class DuelProgram: TerminalProgram {
  /// What runs signal when they have something new.
  let wakeDescriptor: WakeDescriptor

  private var state: DuelState
  private let theme: Theme
  private let glyphs: GlyphSet
  private let runners: (left: LiveRunner, right: LiveRunner)
  private var snapshots: (left: Snapshot?, right: Snapshot?)
  private var lastDraw: Double?

  /// A duel that begins to train at once, on a screen that will say its size.
  ///
  /// - Throws: `TerminalError` when the system has no descriptor left.
  init(state: DuelState, theme: Theme, glyphs: GlyphSet) throws(TerminalError) {
    let wake = try WakeDescriptor()
    wakeDescriptor = wake
    self.state = state
    self.theme = theme
    self.glyphs = glyphs
    runners = (
      LiveRunner(state.setup.left, name: "left", tempo: state.tempo, wake: wake.signal),
      LiveRunner(state.setup.right, name: "right", tempo: state.tempo, wake: wake.signal)
    )
    if !state.isPaused { sendToBoth(.run) }
  }

  var isAnimated: Bool { state.needsAnimation }
  var wantsMouse: Bool { state.isMouseCaptured }

  func handle(_ event: InputEvent) -> Reaction {
    let before = state
    var reaction = Reaction.ignored
    for effect in state.handle(event) {
      switch effect {
      case .setRunning(let isRunning): sendToBoth(isRunning ? .run : .pause)
      case .stepOnce: sendToBoth(.stepOnce)
      case .restart: sendToBoth(.restart)
      case .reconfigure(let left, let right):
        runners.left.send(.reconfigure(left))
        runners.right.send(.reconfigure(right))
      case .setTempo(let tempo): sendToBoth(.setTempo(tempo))
      case .setMouse: break
      case .redraw: reaction = .repaint
      case .quit: return .quit
      }
    }
    if case .resize = event { return .redraw }
    return reaction == .ignored && state != before ? .redraw : reaction
  }

  private func sendToBoth(_ command: SessionCommand) {
    runners.left.send(command)
    runners.right.send(command)
  }

  func wake() -> Bool {
    let left = runners.left.takeSnapshot()
    let right = runners.right.takeSnapshot()
    guard left != nil || right != nil else { return false }
    snapshots.left = left ?? snapshots.left
    snapshots.right = right ?? snapshots.right
    state.observe(left: snapshots.left, right: snapshots.right)
    return true
  }

  func draw(width: Int, height: Int, time: Double) -> CellGrid {
    // After a rest the clock has run on, but nothing on the screen has.
    if let lastDraw { state.advance(by: min(0.1, max(0, time - lastDraw))) }
    lastDraw = time
    if state.width != width || state.height != height {
      _ = state.handle(.resize(width: width, height: height))
    }
    return DuelScreen.draw(
      left: snapshots.left, right: snapshots.right, state: state, theme: theme, glyphs: glyphs)
  }
}
