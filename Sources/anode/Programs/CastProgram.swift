import CellGraphics
import Terminal

/// The player on a terminal's screen: it gives the recording the terminal's time.
@MainActor final class CastProgram: TerminalProgram {
  private var state: PlayerState
  private let theme: Theme
  private let glyphs: GlyphSet
  private var lastTime: Double?

  /// A player that begins at once.
  init(_ state: PlayerState, theme: Theme, glyphs: GlyphSet) {
    self.state = state
    self.theme = theme
    self.glyphs = glyphs
  }

  var isAnimated: Bool { state.isAnimated }
  var wantsMouse: Bool { false }

  func handle(_ event: InputEvent) -> Reaction {
    // While nothing moved nothing was drawn, and no time passed for the recording.
    if !state.isAnimated { lastTime = nil }
    return state.handle(event)
  }

  func wake() -> Bool { false }

  func advance(to time: Double, width: Int, height: Int, hasPixels: Bool) {
    // A process that was stopped goes on where it was.
    if let lastTime { state.advance(by: min(max(time - lastTime, 0), 0.5)) }
    lastTime = time
  }

  func draw(width: Int, height: Int, pictures: PictureSupport?) -> CellGrid {
    state.draw(width: width, height: height, theme: theme, glyphs: glyphs)
  }
}
