import CellGraphics
import Interface
import Terminal

/// The live sweep: its pool, and the screen that shows how far its runs are.
@MainActor final class SweepProgram: TerminalProgram {
  /// What the pool signals when it has something new.
  let wakeDescriptor: WakeDescriptor
  private let pool: SweepPool
  private var state: SweepState
  private var board: SweepBoard
  private let theme: Theme
  private let glyphs: GlyphSet

  init(
    _ plan: SweepPlan, threads: Int, size: (width: Int, height: Int), theme: Theme, glyphs: GlyphSet
  ) throws(TerminalError) {
    let wake = try WakeDescriptor()
    wakeDescriptor = wake
    self.theme = theme
    self.glyphs = glyphs
    pool = SweepPool(plan, threads: threads, changed: wake.signal)
    state = SweepState(count: plan.variants.count, width: size.width, height: size.height)
    board = pool.board()
  }

  var isAnimated: Bool { false }
  var wantsMouse: Bool { true }

  func handle(_ event: InputEvent) -> Reaction {
    switch state.handle(event) {
    case .ignored: return event == .key(.control("l")) ? .repaint : .ignored
    case .redraw: return .redraw
    case .quit:
      pool.stop()
      return .quit
    }
  }

  func wake() -> Bool {
    board = pool.board()
    return true
  }

  func draw(width: Int, height: Int, time: Double) -> CellGrid {
    (state.width, state.height) = (width, height)
    return SweepScreen.draw(board, state: state, theme: theme, glyphs: glyphs)
  }
}
