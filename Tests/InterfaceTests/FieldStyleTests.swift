import Canvas
import Testing

@testable import Interface

@Suite("The field is drawn as strokes, lines, particles, or not at all") struct FieldStyleTests {
  private func duel() throws -> LockstepDuel {
    var duel = LockstepDuel(DuelState(width: 140, height: 42))
    for _ in 0..<10 { duel.advance(by: 0.05) }
    _ = try duel.perform("pause")
    // Until all outstanding snapshots have arrived.
    for _ in 0..<100 { duel.advance(by: 0.1) }
    return duel
  }

  @Test("a key cycles through all styles and names the new one")
  func key() throws {
    var duel = try duel()
    let strokes = duel.draw().plainText
    var screens: Set<String> = []
    for style in [FieldStyle.lines, .motion, .none, .strokes] {
      _ = duel.handle(.key(.character("l")))
      #expect(duel.state.fieldStyle == style)
      #expect(duel.draw().plainText.contains(style.answer))
      // The message goes.
      for _ in 0..<100 { duel.advance(by: 0.1) }
      screens.insert(duel.draw().plainText)
    }
    #expect(screens.count == 4 && screens.contains(strokes))
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
    #expect(throws: CommandError(reason: "usage: field strokes|lines|motion|none")) {
      try duel.perform("field dots")
    }
    #expect(CommandLine.completions(of: "field l", duel.state) == ["field lines"])
  }

  @Test("where nothing flows, lines and particles are strokes: on the line, and for a ResNet")
  func elsewhere() throws {
    var duel = LockstepDuel(DuelState(width: 140, height: 42))
    for command in ["data flip", "right.model resnet"] { _ = try duel.perform(command) }
    for _ in 0..<5 { duel.advance(by: 0.05) }
    _ = try duel.perform("pause")
    for _ in 0..<100 { duel.advance(by: 0.1) }
    let strokes = duel.draw().plainText
    for style in ["lines", "motion"] {
      _ = try duel.perform("field \(style)")
      duel.advance(by: 0.1)
      #expect(duel.draw().plainText == strokes)
    }
  }

  @Test("particles move while training runs, or when chosen in a pause; then everything rests")
  func motion() throws {
    var duel = try duel()
    func screen() -> String {
      duel.advance(by: 0.1)
      return duel.draw().plainText
    }
    _ = try duel.perform("field motion")
    for _ in 0..<100 { duel.advance(by: 0.1) }
    #expect(duel.state.needsAnimation && screen() != screen())
    // On, and off again.
    _ = try duel.perform("pause")
    _ = screen()
    _ = try duel.perform("pause")
    _ = screen()
    #expect(!duel.state.needsAnimation && screen() == screen())
    // Streaklines belong to the model and the time alone.
    let still = screen()
    _ = try duel.perform("time 0.5")
    #expect(screen() != still)
    _ = try duel.perform("time \(0)")
    _ = screen()
    var other = try self.duel()
    for command in ["field motion", "motion reduced", "time 0"] {
      _ = try other.perform(command)
    }
    // The message goes.
    for _ in 0..<100 { other.advance(by: 0.1) }
    #expect(!other.state.needsAnimation)
  }

  @Test("a duel whose field moves is the same when it is played again")
  func deterministic() throws {
    func screens() throws -> [String] {
      var duel = LockstepDuel(DuelState(width: 100, height: 30))
      _ = try duel.perform("field motion")
      return (0..<20).map { _ in
        duel.advance(by: 0.125)
        return duel.draw().plainText
      }
    }
    let first = try screens()
    #expect(try screens() == first && Set(first).count == first.count)
  }
}
