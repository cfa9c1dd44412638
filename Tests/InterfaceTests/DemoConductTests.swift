import CellGraphics
import LiveSession
import Testing

@testable import Interface

@Suite("While a demo leads, a key is the demo's or the duel's") struct DemoConductTests {
  private func conduct() throws -> (DemoConduct, DuelState) {
    let script = try DemoScript("say \"Watch this.\"\nwait 5s\nmark \"here\"\nsay \"And this.\"")
    var conduct = DemoConduct(script, stopsAtMarks: true)
    var state = DuelState(width: 100, height: 30)
    _ = state.beginAnew()
    _ = conduct.advance(by: 0.1, &state, DuelSnapshot())
    return (conduct, state)
  }

  @Test("a key of the duel takes over, space gives it back, a point blanks, Esc ends")
  func keys() throws {
    var (conduct, state) = try conduct()
    #expect(conduct.handle(.character("p"), state) == .duel)
    #expect(conduct.hasTakenOver && !conduct.isMoving)
    #expect(conduct.handle(.character(" "), state) == .back)
    #expect(!conduct.hasTakenOver && conduct.isMoving)
    #expect(conduct.handle(.character("."), state) == .done && conduct.isBlank)
    #expect(conduct.handle(.character("."), state) == .done && !conduct.isBlank)
    #expect(conduct.handle(.pageUp, state) == .done)
    #expect(conduct.handle(.escape, state) == .end)
    conduct.showCaption(&state)
    #expect(state.strip.hasCaption && state.strip.caption == "Watch this.")
    #expect(conduct.farewell(state) == "demo ended")
    state.overlays.lessonTitles = ["one"]
    #expect(conduct.farewell(state).contains("lists lessons"))
  }

  @Test("what lies above the screen has its keys, and so has a value that is typed")
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
}
