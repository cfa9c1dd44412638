import Canvas
import Testing

@testable import Interface

@Suite("The field is drawn as strokes, as lines, or not at all") struct FieldStyleTests {
  private func duel() throws -> LockstepDuel {
    var duel = LockstepDuel(DuelState(width: 140, height: 42))
    for _ in 0..<10 { duel.advance(by: 0.05) }
    _ = try duel.perform("pause")
    // Until all outstanding snapshots have arrived.
    for _ in 0..<100 { duel.advance(by: 0.1) }
    return duel
  }

  @Test("a key cycles through all three styles and names the new one")
  func key() throws {
    var duel = try duel()
    let strokes = duel.draw().plainText
    var screens: Set<String> = []
    for style in [FieldStyle.lines, .none, .strokes] {
      _ = duel.handle(.key(.character("l")))
      #expect(duel.state.fieldStyle == style)
      #expect(duel.draw().plainText.contains(style.answer))
      // The message goes.
      for _ in 0..<100 { duel.advance(by: 0.1) }
      screens.insert(duel.draw().plainText)
    }
    #expect(screens.count == 3 && screens.contains(strokes))
  }

  @Test("a screen part with a key has an action that hides and shows it")
  func part() throws {
    var state = DuelState(width: 140, height: 42)
    let part = ScreenPart(name: "ticks", key: "k", help: "ticks of the axes, or none")
    let action = try #require(part.action)
    #expect(action.name == "ticks" && action.keys == [.character("k")])
    #expect(state.shows(part) && action.perform(&state).isEmpty && !state.shows(part))
    _ = action.perform(&state)
    #expect(state.shows(part))
    #expect(ScreenPart.light.action == nil && ActionTable.action(named: "field") != nil)
  }

  @Test("a command sets the style; a hidden field returns when a style is chosen or it is shown")
  func commands() throws {
    var duel = try duel()
    _ = try duel.perform("field lines")
    #expect(duel.state.fieldStyle == .lines)
    _ = try duel.perform("hide field")
    #expect(duel.state.fieldStyle == .none)
    _ = try duel.perform("show field")
    #expect(duel.state.fieldStyle == .lines)
    _ = try duel.perform("hide field")
    _ = try duel.perform("field")
    #expect(duel.state.fieldStyle == .strokes)
    _ = try duel.perform("field none")
    _ = try duel.perform("show field")
    #expect(duel.state.fieldStyle == .strokes)
    #expect(throws: CommandError(reason: "usage: field strokes|lines|none")) {
      try duel.perform("field dots")
    }
    #expect(CommandLine.completions(of: "field l", duel.state) == ["field lines"])
  }

  @Test("outside the plane of a flow lines are strokes: in space, on the line, and for a ResNet")
  func elsewhere() throws {
    for commands in [["data flip", "model resnet"], ["left.model anode", "left.p 1"]] {
      var duel = LockstepDuel(DuelState(width: 140, height: 42))
      for command in commands { _ = try duel.perform(command) }
      for _ in 0..<5 { duel.advance(by: 0.05) }
      _ = try duel.perform("pause")
      for _ in 0..<100 { duel.advance(by: 0.1) }
      let strokes = duel.draw().plainText
      _ = try duel.perform("field lines")
      #expect(duel.draw().plainText == strokes)
    }
  }
}
