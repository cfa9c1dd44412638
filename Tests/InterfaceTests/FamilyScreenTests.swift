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

  @Test("in a colour, in every theme that has any")
  func colors() {
    for theme in Theme.all where !theme.isMono {
      for depth in [ColorDepth.full, .indexed, .ansi] {
        let colored = Set(theme.shown(in: depth).families.keys)
        #expect(colored == Set(ModelFamily.allCases.map(\.rawValue)), "\(theme.name)")
      }
    }
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

  @Test("Positions of second order cross on a line; with their velocities nothing does")
  func positions() throws {
    var duel = try duel(["data=flip", "right.model=second", "rate=5e-3", "tolerance=1e-5"])
    duel.advance(by: 0.2)
    let said = "in x, not in (x, v)"
    #expect(!duel.draw().plainText.contains(said))
    while duel.snapshots.right.epoch < 10 { duel.advance(by: 0.2) }
    _ = try duel.perform("time 1")
    duel.advance(by: 0.1)
    let space = duel.snapshots.right[.spaces]
    #expect(space.map(\.dimension) == [1, 2] && space.map(\.axisNames) == [["x"], ["x", "v"]])
    // Positions alone have no field.
    #expect(space[0].field.isEmpty && !space[1].field.isEmpty)
    #expect(duel.draw().plainText.contains(said))
    _ = duel.handle(.key(.character("v")))
    #expect(duel.draw().plainText.contains("positions and velocities"))
    #expect(!duel.draw().plainText.contains(said))
  }

  @Test("A field for each input is that of the cross hair's, and another one's is another")
  func fieldOfInput() throws {
    var duel = try duel(["data=flip", "right.model=control", "rate=5e-3"])
    _ = try duel.perform("p 0")
    while duel.snapshots.right.epoch < 3 { duel.advance(by: 0.2) }
    #expect(duel.snapshots.right[.spaces][0].field.isEmpty)
    #expect(duel.draw().plainText.contains("click"))
    let fields = try ["probe -1 0", "probe 1 0"].map { command in
      _ = try duel.perform(command)
      duel.advance(by: 0.2)
      return duel.snapshots.right[.spaces][0].field
    }
    #expect(!fields[0].isEmpty && fields[0] != fields[1])
  }

  @Test("Where curves may pass through each other, the words beside the winding number say so")
  func winding() throws {
    for (family, words) in [
      ("control", "own field"), ("second", "positions can"), ("node", "no flow"),
    ] {
      var duel = try duel(["right.model=\(family)"], size: (240, 60))
      if family == "control" { _ = try duel.perform("right.p 0") }
      _ = try duel.perform("view right band")
      duel.advance(by: 0.2)
      #expect(duel.draw().plainText.contains("winds 1\u{D7} round the disk"), "\(family)")
      #expect(duel.draw().plainText.contains(words), "\(family)")
    }
  }

  @Test("A learned start is a flat sheet on which the points lie at t = 0")
  func sheet() throws {
    var duel = try duel(["left.model=anode", "right.model=learned"])
    duel.advance(by: 0.2)
    #expect(duel.snapshots.left[.spaces][0].startSheet.isEmpty)
    let picture = duel.snapshots.right[.spaces][0]
    let (reader, sheet) = (SpaceReader(picture), picture.startSheet)
    let corners = (0..<4).map { SIMD3(sheet[3 * $0], sheet[3 * $0 + 1], sheet[3 * $0 + 2]) }
    // The normal of two edges.
    let (u, v) = (corners[1] - corners[0], corners[3] - corners[0])
    let normal = SIMD3(
      u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
    #expect(normal.z != 0 && (normal.x != 0 || normal.y != 0))
    for point in 0..<reader.points {
      let away = reader.position(0, point) - corners[0]
      #expect(abs((away * normal).sum()) < 1e-4 * normal.length)
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
