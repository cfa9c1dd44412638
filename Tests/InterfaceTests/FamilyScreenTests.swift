import Canvas
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("Every family of models is drawn, named and counted") struct FamilyScreenTests {
  static let families = ModelFamily.allCases.filter(\.isRelative)

  private func duel(_ words: [String], size: (Int, Int) = (140, 42)) throws -> LockstepDuel {
    var state = DuelState(width: size.0, height: size.1)
    for word in words { try state.assign(word) }
    return LockstepDuel(state)
  }

  @Test(
    "in every view", arguments: families, ["annulus", "flip", "oscillator", "spiral"])
  func views(family: ModelFamily, data: String) throws {
    var duel = try duel(["data=\(data)", "model=\(family.rawValue)"], size: (100, 30))
    if family == .control { _ = try duel.perform("p 0") }
    duel.advance(by: 0.2)
    if duel.state.problem.isOfPoints { _ = try duel.perform("probe 0.5 0.4") }
    for view in duel.state.views(of: .right) {
      _ = try duel.perform("view right \(view.name)")
      duel.advance(by: 0.1)
      let text = duel.draw().plainText
      #expect(text.contains(family.title), "\(view.name)")
      #expect(!text.contains("nan"), "\(view.name)")
      // Its explanation has no number that is not filled in.
      _ = duel.handle(.key(.enter))
      #expect(!duel.draw(theme: .mono, glyphs: .ascii).plainText.contains("{"), "\(view.name)")
      _ = duel.handle(.key(.escape))
    }
    let run = duel.state.setup.run(.right)
    #expect(run.model.family == family)
    let count = run.model.parameterCount(inputs: run.data.dimension, outputs: run.data.outputs)
    #expect(duel.snapshots.right.parameterCount == count)
  }

  @Test("The bounds of two paths' distance are shown where paths have one field")
  func distance() throws {
    for family in Self.families {
      let duel = try duel(["right.model=\(family.rawValue)"])
      #expect(duel.state.views(of: .right).contains(.distance) == (family != .control))
    }
  }

  @Test("A share line restores a duel of any families")
  func share() throws {
    for (left, right) in [("second", "control"), ("learned", "second")] {
      let state = try duel(["left.model=\(left)", "right.model=\(right)", "seed=3"]).state
      let line = state.shareLine
      var other = DuelState(width: 140, height: 42)
      for word in line.split(separator: " ").dropFirst(2) { try other.assign(String(word)) }
      #expect(other.setup == state.setup, "\(line)")
    }
  }

  @Test("A family without convolutions is refused for images, and images for it")
  func images() throws {
    for family in Self.families {
      var state = DuelState(width: 140, height: 42)
      try state.assign("right.model=\(family.rawValue)")
      #expect {
        try state.assign("data=digits")
      } throws: { error in
        (error as? CommandError)?.reason.contains("convolutions, which the \(family.title)s")
          ?? false
      }
      var images = DuelState(width: 140, height: 42)
      try images.assign("data=digits")
      #expect(throws: CommandError.self) {
        try images.assign("right.model=\(family.rawValue)")
      }
    }
  }

  @Test("A sweep over models and p has one cell for a model without p")
  func sweep() throws {
    var state = DuelState(width: 140, height: 42)
    let effects = try state.perform("sweep model=node,learned,second,control p=0,1")
    guard case .sweep(let request)? = effects.first else {
      throw CommandError(reason: "no sweep")
    }
    #expect(
      request.cells.map(\.name) == [
        "model=node p=0", "model=learned p=0", "model=learned p=1", "model=second p=0",
        "model=control p=0", "model=control p=1",
      ])
    #expect(request.cells.map(\.run.model.augmentation) == [0, 0, 1, 0, 0, 1])
  }
}
