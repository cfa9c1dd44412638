import Canvas
import Interface
import Terminal
import Testing

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
      var screen = FrameBytes(width: 140, height: 42, depth: depth)
      for frame in 0...frames {
        duel.advance(by: 1.0 / 40)
        let count = screen.count(duel.draw())
        if frame > 0 { bytes[depth, default: 0] += count / frames }
      }
    }
    let (full, indexed) = (bytes[.full] ?? 0, bytes[.indexed] ?? 0)
    #expect(full > 1000 && full < 6000, "\(full) bytes")
    #expect(indexed > 1000 && indexed < full, "\(indexed) bytes")
  }
}
