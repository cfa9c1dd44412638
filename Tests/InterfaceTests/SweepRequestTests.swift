import Canvas
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("A duel's sweep starts from its settings, and a sweep's duel has its runs")
struct SweepRequestTests {
  private func state(_ assignments: String...) throws -> DuelState {
    var state = DuelState(width: 80, height: 24)
    for assignment in assignments { try state.assign(assignment) }
    return state
  }

  private func request(_ line: String, _ state: DuelState) throws -> SweepRequest {
    var state = state
    let effects = try state.perform("sweep " + line)
    guard case .sweep(let request)? = effects.first, effects.count == 1 else {
      throw CommandError(reason: "no sweep")
    }
    return request
  }

  @Test("Every combination of a sweep is the duel's run except for the swept settings")
  func combinations() throws {
    let state = try state("seed=7", "data=moons", "rate=5e-3", "right.p=3")
    let request = try request("p=0,3 tolerance=1e-3,1e-6 seeds=2 epochs=4", state)
    #expect(request.seeds == 2 && request.epochs == 4)
    #expect(
      request.cells.map(\.name) == [
        "p=0 tolerance=1e-3", "p=0 tolerance=1e-6", "p=3 tolerance=1e-3", "p=3 tolerance=1e-6",
      ])
    // The cell that changes nothing is the duel's own run.
    #expect(request.cells[2].run == state.setup.run(.right))
    var changed = state.setup.run(.right)
    changed.model.augmentation = 0
    changed.training.tolerance = 1e-6
    #expect(request.cells[1].run == changed)
  }

  @Test("A sweep varies the focused side, or for p the side with added dimensions")
  func sides() throws {
    var state = try state("left.hidden=8", "link=off", "left.rate=0.1")
    state.navigation.focus = .left
    #expect(try request("activation=relu,tanh", state).cells[0].run == state.setup.run(.left))
    #expect(try request("p=1,2", state).cells[0].run == state.setup.run(.right))
    state.navigation.focus = .nfe
    #expect(try request("rate=1e-3,1e-2", state).cells[0].run == state.setup.run(.right))
    // The order of words does not matter: the model is set before settings that depend on it.
    let families = try request("hidden=8,16 model=node,resnet", state)
    #expect(families.cells.map(\.run.model.family) == [.node, .resnet, .node, .resnet])
    #expect(families.cells[1].name == "hidden=8 model=resnet")
    // A data set comes with its published sizes.
    let sets = try request("data=annulus,flip", state)
    #expect(sets.cells[1].run.data == .flip && sets.cells[1].run.model.hidden == 16)
  }

  @Test(
    "An invalid sweep is refused with a reason, and changes nothing",
    arguments: [
      ("p", "SETTING=VALUE"), ("seeds=3", "SETTING=VALUE"), ("q=1", "sweep has no 'q'"),
      ("tolernce=1e-3", "did you mean tolerance?"), ("left.p=1", "did you mean p?"),
      ("seed=1,2", "did you mean seeds?"), ("tempo=5", "sweep has no 'tempo'"),
      ("p=1,x", "p: unknown value 'x'"), ("p=", "p: unknown value ''"),
      ("p=1,1", "p=1 is given twice"), ("p=1 p=2", "already swept"),
      ("p=1 seeds=0", "seeds: unknown value '0'"), ("p=1 epochs=x", "epochs: unknown value 'x'"),
      ("model=node p=1,2", "no added dimensions"),
      ("model=resnet,node tolerance=1e-3,1e-6", "has no effect"),
      ("data=annulus,canvas", "no points on the canvas"),
      ("p=0,1,2,3,4,5,6 hidden=1,2,3,4,5,6,7", "49 combinations; at most 48"),
    ])
  func refused(line: String, part: String) throws {
    var state = try state()
    let before = state
    #expect {
      _ = try state.perform("sweep " + line)
    } throws: { error in
      (error as? CommandError)?.reason.contains(part) ?? false
    }
    #expect(state == before)
    // The palette keeps the line and shows the reason.
    state.overlays.palette = Palette()
    for character in "sweep " + line { _ = state.handle(.key(.character(character))) }
    #expect(state.handle(.key(.enter)).isEmpty)
    #expect(state.overlays.palette?.error?.contains(part) == true)
  }

  @Test("Without an ANODE there is no p to sweep; the bare command starts or stops the play head")
  func otherwise() throws {
    let state = try state("right.model=resnet")
    #expect(throws: CommandError.self) { try request("p=0,1", state) }
    var plain = try self.state()
    let isSweeping = plain.playback.isHeadPlaying
    #expect(try plain.perform("sweep").isEmpty && plain.playback.isHeadPlaying != isSweeping)
  }

  @Test("The palette completes settings, values after commas, seeds and epochs")
  func completions() throws {
    let state = try state()
    func complete(_ text: String) -> [String] { CommandLine.completions(of: text, state) }
    #expect(complete("sweep p").first == "sweep p=" && complete("sweep p").count == 2)
    #expect(complete("sweep to").contains("sweep tolerance="))
    #expect(
      complete("sweep s").contains("sweep seeds=") && complete("sweep ep") == ["sweep epochs="])
    #expect(
      !complete("sweep ").contains("sweep seed=") && !complete("sweep ").contains("sweep tempo="))
    #expect(complete("sweep p=0,1,2") == ["sweep p=0,1,20"])
    #expect(complete("sweep p=1 model=no") == ["sweep p=1 model=node"])
    #expect(!complete("sweep model=node,").contains("sweep model=node,node"))
    #expect(CommandLine.hint(for: "sweep")?.contains("seeds=N") == true)
  }

  @Test("A duel of two runs has exactly their configurations, or is refused")
  func setup() throws {
    var run = RunConfiguration(data: .published(.moons), model: .anode(p: 5), seed: 3)
    run.training.controller = .proportionalIntegral
    run.training.maximumSteps = 77
    run.training.kineticPenalty = 0.1
    run.training.learningRate = 0.02
    run.model.isTimeDependent = false
    var other = run
    other.model = .resnet()
    other.model.blocks = 9
    let setup = try #require(DuelSetup(left: run, right: other))
    #expect(setup.run(.left) == run && setup.run(.right) == other)
    // The flip, without a readout for p = 0 and with one for p = 2.
    for p in [0, 2] {
      var flip = RunConfiguration(data: .flip, model: .anode(p: p))
      flip.model.hasReadout = p > 0
      #expect(DuelSetup(left: flip, right: flip)?.run(.right) == flip)
    }
    other.seed = 4
    #expect(DuelSetup(left: run, right: other) == nil)
    other = run
    other.data = .annulus
    #expect(DuelSetup(left: run, right: other) == nil)
  }

  @Test(
    "Panels name their cells until a setting changes; q leads back, and colours differ")
  func origin() throws {
    let left = RunConfiguration(model: .anode(p: 2), seed: 1)
    let right = RunConfiguration(model: .anode(p: 5), seed: 1)
    var state = try #require(
      DuelState(
        SweepOrigin(left: ("p=2", left), right: ("p=5", right)), message: "p=2 against p=5",
        width: 80, height: 24))
    state.prefer("theme=light")
    state.prefer("right.p=7")
    #expect(state.themeName == "light" && state.setup.run(.right) == right)
    #expect(state.navigation.focus == .left && state.overlays.message == "p=2 against p=5")
    let snapshots = [left, right].map { SyntheticRun.snapshot($0, progress: 0.5) }
    func draw() -> CellGrid {
      DuelScreen.draw(
        left: snapshots[0], right: snapshots[1], state: state, theme: .dark, glyphs: .unicode)
    }
    let grid = draw()
    #expect(grid.plainText.contains("  p=2 ") && grid.plainText.contains("  p=5 "))
    #expect(grid.plainText.contains("q back") && grid.plainText.contains("p=2 against p=5"))
    let names = (0..<80).filter { grid[$0, 1].style.isBold }.compactMap {
      grid[$0, 1].style.foreground
    }
    for name in ["node", "anode"] { #expect(names.contains { $0 == Theme.dark.families[name] }) }
    _ = try state.perform("rate 0.1")
    #expect(!draw().plainText.contains("  p=2 "))
  }
}
