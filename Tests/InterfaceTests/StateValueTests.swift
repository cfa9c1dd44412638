@testable import Interface
import Testing

@Suite("The state's parts keep their own rules") struct StateValueTests {
  @Test("the play head plays back and forth, rests at each end, and stays where it is put")
  func sweep() {
    var playback = Playback()
    playback.playHead(1.5)
    #expect(playback.time == 0.5)
    playback.playHead(1.5)
    #expect(playback.time == 1)
    playback.playHead(1)
    #expect(playback.time == 1, "a rest")
    playback.playHead(1.5)
    #expect(playback.time == 0.5)
    playback.setTime(7)
    #expect(playback.time == 1 && !playback.isHeadPlaying)
    playback.playHead(1)
    #expect(playback.time == 1)
  }

  @Test("a pause stops all movement, and its end resumes what moved before")
  func pause() {
    var playback = Playback()
    playback.toggleTurn()
    playback.setPaused(true)
    #expect(!playback.isHeadPlaying && !playback.isTurning && playback.isPaused)
    playback.setPaused(false)
    #expect(playback.isHeadPlaying && !playback.isTurning)
    playback.setPaused(true)
    playback.setTime(0.3)
    playback.setPaused(false)
    #expect(!playback.isHeadPlaying, "it was moved by hand during the pause")
  }

  @Test("reduced motion stops all movement, with the flow at t = 1")
  func reduced() {
    var playback = Playback()
    playback.setMotionReduced(true)
    #expect(!playback.isHeadPlaying && !playback.isTurning && playback.time == 1)
  }

  @Test("undo and redo work, a change discards what was undone, and the history is bounded")
  func history() {
    var history = SetupHistory()
    var setups = (0..<3).map { DuelSetup(seed: UInt64($0)) }
    history.leave(setups[0])
    history.leave(setups[1])
    #expect(history.back(from: setups[2]) == setups[1])
    #expect(history.forth(from: setups[1]) == setups[2])
    #expect(history.back(from: setups[2]) == setups[1])
    history.leave(setups[1])
    #expect(history.forth(from: setups[0]) == nil)
    for k in 0..<500 {
      setups[0].seed = UInt64(k)
      history.leave(setups[0])
    }
    #expect(history.past.count == SetupHistory.depth)
    history.forget()
    #expect(history.back(from: setups[0]) == nil)
  }

  @Test("the pointer stays within the plane or on the line, and brushes cycle")
  func pointing() {
    var pointing = Pointing()
    pointing.plane.extent = 2
    pointing.move(to: SIMD2(5, -9))
    #expect(pointing.pointer == SIMD2(2, -2))
    pointing.plane.axes = 1
    pointing.move(to: SIMD2(1, 1))
    #expect(pointing.pointer == SIMD2(1, 0))
    let brushes = Pointing.Brush.all(.annulus)
    for brush in brushes {
      pointing.nextBrush(among: brushes)
      #expect(pointing.brush == brush)
    }
    pointing.nextBrush(among: brushes)
    #expect(pointing.brush == nil)
  }

  @Test("a message stays for the time it was given")
  func message() {
    var overlays = Overlays()
    overlays.say("hello", for: 1)
    overlays.advance(by: 0.6)
    #expect(overlays.message == "hello")
    overlays.advance(by: 0.6)
    #expect(overlays.message == nil)
  }
}
