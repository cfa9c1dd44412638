import Canvas
import LiveSession
import Testing

@testable import Interface

@Suite("While a demo plays, each key goes to the demo or to the duel") struct DemoConductTests {
  private func conduct() throws -> (DemoConduct, DuelState) {
    let script = try DemoScript("say \"Watch this.\"\nwait 5s\nmark \"here\"\nsay \"And this.\"")
    var conduct = DemoConduct(script, stopsAtMarks: true)
    var state = DuelState(width: 100, height: 30)
    _ = state.reset()
    _ = conduct.advance(by: 0.1, &state, DuelSnapshot())
    return (conduct, state)
  }

  @Test("a key of the duel takes over, space resumes, a point blanks the screen, Esc ends")
  func keys() throws {
    var (conduct, state) = try conduct()
    #expect(conduct.handle(.character("p"), state) == .duel)
    #expect(conduct.hasTakenOver && !conduct.isMoving)
    #expect(conduct.handle(.character(" "), state) == .back)
    #expect(!conduct.hasTakenOver && conduct.isMoving)
    #expect(conduct.handle(.character("."), state) == .done && conduct.isBlank)
    #expect(conduct.handle(.character("."), state) == .done && !conduct.isBlank)
    // Keys that open an overlay or save the screen do not take over.
    for key: Key in [.character("?"), .character("w"), .character("S"), .character("L")] {
      #expect(conduct.handle(key, state) == .duel && !conduct.hasTakenOver)
    }
    #expect(conduct.handle(.escape, state) == .end)
    conduct.showCaption(&state)
    #expect(state.strip.hasCaption && state.strip.caption == "Watch this.")
    #expect(conduct.farewell(state) == "demo ended")
    state.overlays.lessonTitles = ["one"]
    #expect(conduct.farewell(state).contains("lists lessons"))
  }

  @Test("an overlay and a value being typed get their keys")
  func above() throws {
    var (conduct, state) = try conduct()
    for open in [
      { (s: inout DuelState) in s.overlays.palette = Palette() },
      { $0.overlays.overlay = .explanation }, { $0.overlays.lessonChoice = 0 },
    ] {
      var covered = state
      open(&covered)
      #expect(conduct.handle(.escape, covered) == .duel)
      #expect(conduct.handle(.character(" "), covered) == .duel)
    }
    state.navigation.focus = .settings
    #expect(conduct.handle(.escape, state) == .duel)
    #expect(conduct.handle(.enter, state) == .duel)
    #expect(conduct.handle(.pageDown, state) == .back)
    #expect(conduct.handle(.character("q"), state) == .duel)
  }

  @Test("going back restores the state, the runs and the step's number")
  func back() throws {
    let script = try DemoScript(
      "say \"One.\"\nset seed 1\nmark \"a\"\nsay \"Two.\"\nset seed 2\nmark \"b\"\nsay \"Three.\"")
    var conduct = DemoConduct(script, stopsAtMarks: true)
    var duel = LockstepDuel(DuelState(width: 100, height: 30))
    _ = duel.change { state, _ in state.reset() }
    func go() {
      for _ in 0..<100 where !conduct.player.isStopped && !conduct.player.isOver {
        _ = duel.change { state, runs in conduct.advance(by: 0.1, &state, runs) }
        duel.advance(by: 0.1)
      }
    }
    func stepBack() {
      #expect(conduct.handle(.pageUp, duel.state) == .stepBack)
      _ = duel.change { state, _ in conduct.stepBack(&state) }
    }
    func press(_ key: Key) { _ = conduct.handle(key, duel.state) }
    go()
    press(.character(" "))
    go()
    #expect(conduct.player.markName == "b" && duel.state.setup.seed == 2)
    #expect(conduct.player.step == (2, 3))
    stepBack()
    #expect(conduct.player.markName == "a" && conduct.player.isStopped)
    #expect(duel.state.setup.seed == 1 && conduct.player.step == (1, 3))
    let weights = duel.checkpoint(.left).parameters
    #expect(weights == TrainingSession(duel.state.setup.run(.left)).checkpoint.parameters)
    // From within a step to its beginning, and from the first step to the start.
    press(.character(" "))
    _ = duel.change { state, runs in conduct.advance(by: 0.1, &state, runs) }
    stepBack()
    #expect(conduct.player.markName == "a" && conduct.player.isStopped)
    stepBack()
    #expect(conduct.player.markName == "" && duel.state.setup.seed == 0)
    go()
    #expect(conduct.player.markName == "a" && duel.state.setup.seed == 1)
    // From the end.
    for _ in 0..<10 where !conduct.player.isOver {
      press(.character(" "))
      go()
    }
    #expect(conduct.player.isOver && conduct.player.step == (3, 3))
    stepBack()
    #expect(!conduct.player.isOver && conduct.player.isStopped && conduct.player.step == (3, 3))
  }

  @Test("an overlay holds the demo, and the next key closes it first")
  func held() throws {
    var (conduct, state) = try conduct()
    conduct.showCaption(&state)
    state.overlays.overlay = .words
    for _ in 0..<100 { _ = conduct.advance(by: 0.1, &state, DuelSnapshot()) }
    #expect(!conduct.player.isStopped)
    for key: Key in [.character(" "), .pageDown, .character("w"), .escape] {
      state.overlays.overlay = .words
      #expect(conduct.handle(key, state) == .duel)
      #expect(state.handle(.key(key)).isEmpty && state.overlays.overlay == nil)
    }
  }
}
