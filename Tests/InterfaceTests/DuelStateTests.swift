import Canvas
import Interface
import LiveSession
import NeuralODE
import Testing

@Suite("Actions, time and the mouse change the state as documented")
struct DuelStateTests {
  private func state(width: Int = 140, height: Int = 42) -> DuelState {
    DuelState(width: width, height: height)
  }

  @Test("only actions change a paused state")
  func aPausedStateHasNothingToDo() {
    var state = state()
    #expect(state.needsAnimation)
    #expect(state.apply(.pause) == [.send(.pause)])
    #expect(!state.needsAnimation)
    let before = state
    for _ in 0..<100 { state.advance(by: 0.1) }
    #expect(state == before)
    #expect(state.apply(.pause) == [.send(.run)])
    #expect(state.playback.isHeadPlaying && state.playback.isTurning)
  }

  @Test("the play head can play while the duel is paused")
  func aPausedFlowCanStillBeSwept() {
    var state = state()
    _ = state.apply(.pause)
    _ = state.apply(.sweep)
    let before = state.playback.time
    state.advance(by: 0.1)
    #expect(state.playback.time != before && state.playback.isPaused)
  }

  @Test("a single step pauses the duel first")
  func steppingPauses() {
    var state = state()
    #expect(state.apply(.step) == [.send(.pause), .send(.stepOnce)])
    #expect(state.apply(.step) == [.send(.stepOnce)])
  }

  @Test("the play head goes from 0 to 1 and back, and keys hold it")
  func thePlayHeadGoesThereAndBack() {
    var state = state()
    var times: [Double] = []
    for _ in 0..<600 {
      state.advance(by: 1.0 / 30)
      times.append(state.playback.time)
      #expect((0...1).contains(state.playback.time))
    }
    #expect(times.contains(1) && times.contains(0))
    _ = state.apply(.timeForward)
    #expect(!state.playback.isHeadPlaying)
    let held = state.playback.time
    state.advance(by: 0.2)
    #expect(state.playback.time == held)
    for _ in 0..<50 { _ = state.apply(.timeBack) }
    #expect(state.playback.time == 0)
  }

  @Test("a long sleep does not make the play head jump")
  func aLongSleepIsNotCaughtUpWith() {
    var state = state()
    state.advance(by: 3600)
    #expect(state.playback.time < 0.2)
    state.advance(by: -1)
    state.advance(by: .nan)
    #expect(state.playback.time.isFinite)
  }

  @Test("the tempo ranges from 5 a second to full speed")
  func temposHaveTwoEnds() {
    var state = state()
    #expect(state.playback.tempo == 50)
    #expect(state.apply(.tempoUp) == [.send(.setTempo(100))])
    for _ in 0..<20 { _ = state.apply(.tempoUp) }
    #expect(state.playback.tempo == nil)
    #expect(state.apply(.tempoUp).isEmpty)
    for _ in 0..<20 { _ = state.apply(.tempoDown) }
    #expect(state.playback.tempo == 5)
    #expect(state.apply(.tempoDown).isEmpty)
  }

  @Test("other data reconfigures both runs with that set's published settings")
  func newRunsAreConfigured() throws {
    var state = state()
    let effects = state.apply(.data(.flip))
    let (left, right) = (state.setup.run(.left), state.setup.run(.right))
    #expect(
      effects == [.session(.left, .reconfigure(left)), .session(.right, .reconfigure(right))])
    #expect(left.model.hidden == 16 && !left.model.hasReadout && left.training.batchSize == 32)
    #expect(left.training.learningRate == 5e-4 && left.data == .flip)
    #expect(left.model.family == .node && right.model.family == .anode)
    // Neither side has a readout: an augmented model's output is its first coordinate.
    #expect(right.model.augmentation == 1 && !right.model.hasReadout)
    #expect(state.apply(.newSeed).count == 2)
    #expect(state.setup.seed == 1)
  }

  @Test("p goes up to 100 and down to 0, and no further")
  func dimensionsGoUpAndDownTheLadder() {
    var state = state()
    var seen = [state.setup.right.augmentation]
    for _ in 0..<12 {
      _ = state.apply(.dimensionsUp)
      seen.append(state.setup.right.augmentation)
    }
    #expect(seen.suffix(2) == [100, 100])
    #expect(state.apply(.dimensionsUp).isEmpty)
    for _ in 0..<12 { _ = state.apply(.dimensionsDown) }
    #expect(state.setup.right.augmentation == 0)
    #expect(state.apply(.dimensionsDown).isEmpty)
  }

  @Test("views and focus cycle, views backwards too")
  func viewsAndFocusGoRound() {
    var state = state()
    #expect(state.navigation.focus == .right && state.view(of: .right) == .flow)
    _ = state.apply(.nextView)
    #expect(state.view(of: .right) == .grid && state.view(of: .left) == .flow)
    _ = state.apply(.previousView)
    _ = state.apply(.previousView)
    #expect(state.view(of: .right) == .samples)
    var seen: Set<Panel> = []
    for _ in 0..<6 {
      _ = state.apply(.nextFocus)
      seen.insert(state.navigation.focus)
    }
    #expect(seen == Set(Panel.all))
  }

  @Test("the projection changes only if there are two")
  func theProjectionChangesOnlyWhereThereAreTwo() {
    var state = state()
    _ = state.apply(.projection)
    #expect(state.navigation.projectionIndex == 0)
    _ = state.apply(.dimensionsUp)
    _ = state.apply(.projection)
    #expect(state.navigation.projectionIndex == 1)
  }

  @Test("arrows scroll the help while it is open, and turn the camera afterwards")
  func helpTakesTheArrowsAndGivesThemBack() {
    var state = state(width: 80, height: 24)
    let camera = state.playback.camera
    _ = state.apply(.help)
    for _ in 0..<100 { _ = state.apply(.tiltDown) }
    #expect(state.playback.camera.elevation == camera.elevation)
    let last = state.helpScroll
    #expect(last > 0)
    _ = state.apply(.scrollUp)
    #expect(state.helpScroll < last)
    _ = state.apply(.close)
    #expect(!state.isHelpOpen)
    _ = state.apply(.tiltUp)
    #expect(state.playback.camera.elevation > camera.elevation)
    #expect(state.apply(.quit) == [.quit])
  }

  @Test("the mouse focuses, turns, zooms and moves time, unless the terminal has it")
  func theMouseFocusesTurnsZoomsAndMovesTime() throws {
    var state = state()
    _ = state.handle(.mouse(MouseEvent(.press, x: 10, y: 10)))
    #expect(state.navigation.focus == .left)
    let azimuth = state.playback.camera.azimuth
    // The plane on the left cannot be turned, the space on the right can.
    _ = state.handle(.mouse(MouseEvent(.drag, x: 16, y: 10)))
    #expect(state.playback.camera.azimuth == azimuth && state.playback.isTurning)
    _ = state.handle(.mouse(MouseEvent(.press, x: 80, y: 10)))
    #expect(state.navigation.focus == .right)
    _ = state.handle(.mouse(MouseEvent(.drag, x: 86, y: 10)))
    #expect(state.playback.camera.azimuth != azimuth && !state.playback.isTurning)
    _ = state.handle(.mouse(MouseEvent(.release, x: 86, y: 10)))
    let turned = state.playback.camera.azimuth
    _ = state.handle(.mouse(MouseEvent(.drag, x: 90, y: 10)))
    #expect(state.playback.camera.azimuth == turned)
    _ = state.handle(.mouse(MouseEvent(.wheelUp, x: 10, y: 10, button: 0)))
    #expect(state.playback.camera.zoom > 1)

    let panel = try #require(ScreenLayout(width: 140, height: 42).rect(of: .left))
    let bar = ModelPanelLayout(panel, isOpen: true).playHead
    _ = state.handle(.mouse(MouseEvent(.press, x: bar.x, y: bar.y)))
    #expect(state.playback.time == 0 && !state.playback.isHeadPlaying)
    _ = state.handle(.mouse(MouseEvent(.drag, x: bar.maxX + 50, y: bar.y)))
    #expect(state.playback.time == 1)

    #expect(state.apply(.mouse).isEmpty)
    #expect(!state.isMouseCaptured)
    let free = state
    _ = state.handle(.mouse(MouseEvent(.press, x: 100, y: 10)))
    #expect(state == free)
    #expect(state.apply(.mouse).isEmpty)
    #expect(state.isMouseCaptured)
  }

  @Test("a camera with nothing to turn around asks for no frames")
  func aCameraWithNothingToTurnAroundRests() {
    var state = state()
    _ = state.apply(.data(.flip))
    _ = state.apply(.sweep)
    for _ in 0..<50 { state.advance(by: 0.1) }
    #expect(state.playback.isTurning && !state.needsAnimation)
    _ = state.apply(.dimensionsUp)
    for _ in 0..<50 { state.advance(by: 0.1) }
    #expect(state.needsAnimation)
  }

  @Test("the bounds of a picture grow at once and shrink slowly")
  func boundsGrowAtOnceAndShrinkSlowly() {
    var state = state()
    let (left, right) = SyntheticRun.pair(state)
    state.observe(left: left, right: right)
    let first = state
    var smaller = right
    for axis in 0..<3 {
      smaller[.spaces][0].lower[axis] *= 0.97
      smaller[.spaces][0].upper[axis] *= 0.97
    }
    state.observe(left: left, right: smaller)
    #expect(state == first)
    smaller[.spaces][0].upper[0] = 40
    state.observe(left: left, right: smaller)
    #expect(state != first)
  }
}
