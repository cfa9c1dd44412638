import Canvas
import Terminal

/// Playback that keys and time change; it draws itself.
package struct PlayerState: Sendable {
  package static let speeds = 0.25...8.0
  /// Seconds that the status line covers the picture after a key, if it has no row of its own.
  private static let statusTime = 2.0
  /// Seconds that the arrow keys skip.
  private static let leap = 5.0

  package private(set) var playback: RecordingPlayback
  package private(set) var isPlaying = true
  /// Seconds of the recording in a second.
  package private(set) var speed: Double
  package private(set) var isStatusHidden = false

  private var statusLeft = 0.0

  package init(_ playback: RecordingPlayback, speed: Double = 1) {
    self.playback = playback
    self.speed = min(max(speed, Self.speeds.lowerBound), Self.speeds.upperBound)
  }

  package var isAtEnd: Bool { playback.time >= playback.duration }

  /// Whether it changes without input.
  package var isAnimated: Bool { isPlaying || statusLeft > 0 }

  package mutating func advance(by seconds: Double) {
    statusLeft = max(0, statusLeft - seconds)
    guard isPlaying else { return }
    playback.seek(to: playback.time + seconds * speed)
    if isAtEnd { isPlaying = false }
  }

  package mutating func handle(_ event: InputEvent) -> Reaction {
    switch event {
    case .resize: return .redraw
    case .mouse, .paste: return .ignored
    case .key(let key):
      let reaction = handle(key)
      if case .redraw = reaction { statusLeft = Self.statusTime }
      return reaction
    }
  }

  private mutating func handle(_ key: Key) -> Reaction {
    switch key {
    case .character("q"): return .quit
    case .control("l"): return .repaint
    case .character(" "):
      if !isPlaying, isAtEnd { playback.seek(to: 0) }
      isPlaying.toggle()
    case .character("."):
      guard !isPlaying else { return .ignored }
      playback.step()
    case .character(","):
      guard !isPlaying else { return .ignored }
      playback.stepBack()
    case .character("["): goToMarker(before: true)
    case .character("]"): goToMarker(before: false)
    case .left: playback.seek(to: playback.time - Self.leap)
    case .right: playback.seek(to: playback.time + Self.leap)
    case .home: playback.seek(to: 0)
    case .end: playback.seek(to: playback.duration)
    case .character("<"), .character("-"): speed = max(speed / 2, Self.speeds.lowerBound)
    case .character(">"), .character("+"), .character("="):
      speed = min(speed * 2, Self.speeds.upperBound)
    case .character("s"): isStatusHidden.toggle()
    default: return .ignored
    }
    return .redraw
  }

  /// While playing, going back within a second after a marker goes to the one before it; otherwise
  /// the same marker would stop every attempt.
  private mutating func goToMarker(before: Bool) {
    let now = playback.time
    let slack = isPlaying ? 1.0 * speed : 0
    let marker =
      before
      ? playback.markers.last { $0.time < now - slack - 1e-6 }
      : playback.markers.first { $0.time > now + 1e-6 }
    if let marker { playback.seek(to: marker.time) } else if before { playback.seek(to: 0) }
  }

  /// The recording in the top left corner, cut if it does not fit, and the status line in the last
  /// row. If the recording fills that row, the line shows while paused and briefly after a key.
  package func draw(width: Int, height: Int, theme: Theme, glyphs: GlyphSet) -> CellGrid {
    let shown = playback.grid
    var grid = CellGrid(width: width, height: height)
    for y in 0..<min(height, shown.height) {
      for x in 0..<min(width, shown.width) { grid[x, y] = shown[x, y] }
    }
    let hasRow = shown.height < height
    if !isStatusHidden, hasRow || !isPlaying || statusLeft > 0 {
      drawStatus(into: &grid, theme: theme)
    }
    return grid.folded(into: glyphs)
  }

  private func drawStatus(into grid: inout CellGrid, theme: Theme) {
    var style = Style(theme.text, on: theme.bar)
    style.isReversed = theme.isMono
    var bright = style
    bright.isBold = true
    let y = grid.height - 1
    grid.fill(Rect(x: 0, y: y, width: grid.width, height: 1), with: Cell(" ", style))
    let sign = isPlaying ? "\(Glyph.play)" : isAtEnd ? "\(Glyph.block)" : "\(Glyph.pause)"
    let place = " \(sign) \(TimeText.text(playback.time)) / \(TimeText.text(playback.duration))"
    var x = grid.write(place, x: 0, y: y, style: bright, maxWidth: grid.width)
    var parts = [NumberText.setting(speed) + "x"]
    if let notice = notice(grid) { parts.append(notice) }
    if let name = playback.markerName { parts.append(name) }
    for part in parts where x + 5 < grid.width {
      x += grid.write("  " + part, x: x, y: y, style: style, maxWidth: grid.width - x)
    }
    let keys = isPlaying ? "space pause  q quit " : "space play  . step  q quit "
    if x + keys.count + 2 <= grid.width {
      grid.write(keys, x: 0, y: y, width: grid.width, alignment: .right, style: style)
    }
  }

  private func notice(_ grid: CellGrid) -> String? {
    let shown = playback.grid
    guard shown.width > grid.width || shown.height > grid.height else { return nil }
    return "cut: \(shown.width)x\(shown.height) in \(grid.width)x\(grid.height)"
  }
}

@MainActor final class CastProgram: TerminalProgram {
  private var state: PlayerState
  private let theme: Theme
  private let glyphs: GlyphSet
  private var lastTime: Double?

  init(_ state: PlayerState, theme: Theme, glyphs: GlyphSet) {
    self.state = state
    self.theme = theme
    self.glyphs = glyphs
  }

  var isAnimated: Bool { state.isAnimated }
  var wantsMouse: Bool { false }

  func handle(_ event: InputEvent) -> Reaction {
    // While nothing moved, nothing was drawn and the recording's time stood still.
    if !state.isAnimated { lastTime = nil }
    return state.handle(event)
  }

  func wake() -> Bool { false }

  func advance(to time: Double, width: Int, height: Int, hasPixels: Bool) {
    // A process that was suspended continues where it was.
    if let lastTime { state.advance(by: min(max(time - lastTime, 0), 0.5)) }
    lastTime = time
  }

  func draw(width: Int, height: Int, pictures: PictureSupport?) -> CellGrid {
    state.draw(width: width, height: height, theme: theme, glyphs: glyphs)
  }
}
