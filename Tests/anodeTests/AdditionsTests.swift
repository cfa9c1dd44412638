import CellGraphics
import DifferentialEquations
import Drawing
import NeuralODE
import Testing

@testable import Interface
@testable import anode

@Suite("What is brought along from outside is there as what is built in")
@MainActor struct AdditionsTests {
  nonisolated private static let ralston = Tableau(
    name: "ralston", order: 2, c: [0, 2.0 / 3], a: [[], [2.0 / 3]], b: [0.25, 0.75])
  /// Two classes on a line, to be minimised by the square.
  nonisolated private static let halves = Problem("halves", losses: [.squared])
  nonisolated private static let stripes: DatasetKind = {
    var kind = DatasetKind(
      "stripes", "two upright stripes",
      source: .drawn { _, label, generator in [label, generator.uniform(-1, 1)] })
    kind.key = "!"
    kind.signNames = ("western stripe", "eastern stripe")
    kind.probe = .drawn(noise: 0)
    kind.problem = halves
    return kind
  }()
  nonisolated private static let screen: ProblemScreen = {
    var screen = ProblemScreen(halves)
    screen.accuracyName = "halves right"
    return screen
  }()
  nonisolated private static let compass: View = {
    var view = View(
      model: "compass", "compass", "a cross",
      explanation: ("A compass", "It points nowhere in particular.")
    ) { context, drawing in
      let (x, y) = (Float(drawing.unitsWide) / 2, Float(drawing.unitsHigh) / 2)
      drawing.line(0, y, 2 * x, y, Ink(context.color, layer: 1))
      drawing.label("north", at: SIMD2(x, 0), style: Style(context.look.theme.text))
    }
    view.suits = { $0.problem == halves }
    return view
  }()

  private func withAll(_ body: () throws -> Void) throws {
    try DatasetKind.$added.withValue([Self.stripes]) {
      try Tableau.$added.withValue([Self.ralston]) {
        try ProblemScreen.$added.withValue([Self.screen]) {
          try View.$added.withValue([Self.compass]) { try body() }
        }
      }
    }
  }

  @Test("options know the names, and a run of them trains")
  func options() throws {
    let words = [
      "--data", "stripes", "--solver", "ralston", "--steps", "4",
      "--p", "2",
    ]
    #expect(throws: UsageError.self) { try parse(words, for: TrainCommand.description) }
    try withAll {
      let help = Help.command(TrainCommand.description)
      for name in ["stripes", "ralston"] { #expect(help.contains(name), "\(name)") }
      let request = try TrainRequest(parse(words, for: TrainCommand.description))
      let run = TrainingRun<Float>(request.configuration)
      let first = try run.iterate().loss
      for _ in 0..<60 { _ = try run.iterate() }
      #expect(try run.iterate().loss < first / 4)
      #expect(request.configuration.training.loss == .squared)
    }
  }

  @Test("the duel has key, command, Tab, help and a picture of them")
  func screen() throws {
    try withAll {
      var duel = LockstepDuel(DuelState(width: 140, height: 42))
      _ = duel.handle(.key(.character("!")))
      #expect(duel.state.setup.data.kind == Self.stripes)
      for command in ["solver ralston", "steps 4"] {
        _ = try duel.perform(command)
      }
      duel.advance(by: 0.5)
      #expect(duel.snapshots.left.iteration > 0 && duel.snapshots.left.status == .healthy)
      // Tab comes by it.
      var seen: [View] = []
      for _ in duel.state.views(of: .right) {
        seen.append(duel.state.view(of: .right))
        _ = duel.handle(.key(.tab))
      }
      #expect(seen.contains(Self.compass))
      _ = try duel.perform("view right compass")
      let text = duel.draw().plainText
      for word in ["compass", "north", "stripes", "eastern stripe", "halves right"] {
        #expect(text.contains(word), "\(word)")
      }
      let picture = try #require(duel.compose().pictures.first { $0.x > 40 })
      #expect(picture.drawing.inked.count == 1)
      _ = duel.apply(.explain)
      #expect(duel.draw().plainText.contains("It points nowhere in particular."))
      _ = duel.apply(.close)
      _ = duel.apply(.help)
      #expect(duel.draw().plainText.contains("stripes: two upright stripes"))
    }
    // And elsewhere nobody knows of them.
    var other = DuelState(width: 140, height: 42)
    #expect(other.handle(.key(.character("!"))).isEmpty && other.setup.data.kind == .annulus)
    #expect(throws: CommandError.self) { try other.perform("view right compass") }
  }
}
