import Canvas
import Interface
import Testing

@testable import Terminal

/// The duel's screen at 140 × 42 while both models train, as a terminal gets it.
@MainActor @Suite("Bytes of the duel's screen")
struct DuelBytesTests {
  @Test("A frame of 40 a second takes at most 6 kB in 24 bits, and less with fewer colours")
  func frames() {
    var bytes: [ColorDepth: Int] = [:]
    let frames = 80
    for depth in [ColorDepth.full, .indexed] {
      var duel = LockstepDuel(DuelState(width: 140, height: 42))
      for _ in 0..<40 { duel.advance(by: 0.05) }
      let encoder = CellEncoder(capabilities: Capabilities(colorDepth: depth, isUTF8: true))
      var strings = DrawingStrings.xterm
      if depth == .indexed {
        (strings.foreground, strings.background) = ("\u{1b}[38;5;%p1%dm", "\u{1b}[48;5;%p1%dm")
      }
      var writer = ScreenWriter(strings)
      var screen = ScreenDiff(
        width: 140, height: 42, tolerance: depth == .full ? ColorTolerance() : nil)
      for frame in 0...frames {
        duel.advance(by: 1.0 / 40)
        let output = writer.output(screen.update(to: duel.draw(), encoder), of: &screen)
        if frame > 0 { bytes[depth, default: 0] += output.count / frames }
      }
    }
    let (full, indexed) = (bytes[.full] ?? 0, bytes[.indexed] ?? 0)
    #expect(full > 1000 && full < 6000, "\(full) bytes")
    #expect(indexed > 1000 && indexed < full, "\(indexed) bytes")
  }
}
