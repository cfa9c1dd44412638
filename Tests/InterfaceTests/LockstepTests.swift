import Canvas
import Foundation
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("A duel in lockstep is determined by its events") struct LockstepTests {
  private func small(_ width: Int = 140, _ height: Int = 42) throws -> DuelState {
    var state = DuelState(width: width, height: height)
    for assignment in ["points=60", "hidden=4", "batch=16", "tempo=20"] {
      try state.assign(assignment)
    }
    return state
  }

  @Test("the same events at the same times give the same screens")
  func repeatable() throws {
    func run() throws -> [CellGrid] {
      var duel = LockstepDuel(try small())
      var screens: [CellGrid] = []
      for command in [
        "view left grid", "view right band", "probe 0.5 0.5", "right.p 3", "data moons",
      ] {
        _ = try duel.perform(command)
        for _ in 0..<8 { duel.advance(by: 0.05) }
        screens.append(duel.draw())
      }
      return screens
    }
    #expect(try run() == run())
  }

  @Test("every view is drawn from a real run, at every size, in colour, mono and ASCII")
  func views() throws {
    for data in ["annulus", "flip", "xor"] {
      for p in [1, 3] {
        var state = try small()
        for text in ["data=\(data)", "right.p=\(p)", "left.model=\(p == 1 ? "node" : "resnet")"] {
          try state.assign(text)
        }
        var duel = LockstepDuel(state)
        for _ in 0..<20 { duel.advance(by: 0.05) }
        for _ in 0..<10 {
          for panel in ["left", "right"] {
            _ = try duel.perform("focus \(panel)")
            _ = duel.apply(.nextView)
          }
          duel.advance(by: 0.05)
          for (width, height) in [(80, 24), (100, 30), (140, 42), (230, 60)] {
            _ = duel.handle(.resize(width: width, height: height))
            for (theme, glyphs) in [(Theme.dark, GlyphSet.unicode), (.mono, .ascii)] {
              let grid = duel.draw(theme: theme, glyphs: glyphs)
              let title = duel.state.view(of: .right).title
              if width >= 100 { #expect(grid.plainText.contains(title.prefix(8)), "\(title)") }
              if glyphs == .ascii { #expect(grid.cells.allSatisfy { $0.glyph.value < 0x7F }) }
            }
          }
        }
      }
    }
  }

  @Test("the rubber band winds once round the disk's, at every time, in the plane")
  func winding() throws {
    var state = DuelState(width: 140, height: 42)
    try state.assign("seed=2")
    var duel = LockstepDuel(state)
    _ = try duel.perform("view left band")
    // An accurate solve is a homeomorphism; one at 1e-3 need not be.
    _ = try duel.perform("tolerance 1e-6")
    for _ in 0..<40 { duel.advance(by: 0.1) }
    _ = duel.apply(.pause)
    duel.advance(by: 0.1)
    let picture = try #require(duel.snapshots.left[.bands].first)
    let reader = SpaceReader(picture)
    for frame in 0..<reader.frames { #expect(reader.winding((frame, 0)) == 1) }
  }

  @Test("going back shows an earlier keyframe, and the run continues from there")
  func keyframes() throws {
    var duel = LockstepDuel(try small())
    for _ in 0..<40 { duel.advance(by: 0.1) }
    let latest = duel.snapshots.left.iteration
    let loss = duel.snapshots.left.lossHistory
    for _ in 0..<20 { _ = duel.apply(.momentBack) }
    duel.advance(by: 0.05)
    let past = duel.snapshots.left
    #expect(past.iteration < latest && past.latestIteration == latest && past.isPast)
    #expect(duel.state.playback.isPaused)
    _ = duel.apply(.present)
    duel.advance(by: 0.05)
    #expect(duel.snapshots.left.iteration == latest && duel.snapshots.left.lossHistory == loss)
    for _ in 0..<20 { _ = duel.apply(.momentBack) }
    duel.advance(by: 0.05)
    let branch = duel.snapshots.left.iteration
    _ = try duel.perform("rate 0.01")
    _ = duel.apply(.step)
    duel.advance(by: 0.05)
    #expect(duel.snapshots.left.iteration == branch + 1 && !duel.snapshots.left.isPast)
    #expect(duel.snapshots.left.lossHistory.count == branch + 1)
  }

  @Test("a side that restarts leaves the other at its keyframe, and both return to the present")
  func keyframeOfASide() throws {
    for command in ["right.p 2", "seed 1", "right.hidden 5", "right.rate 0.01"] {
      var duel = LockstepDuel(try small())
      _ = try duel.perform("link off")
      for _ in 0..<40 { duel.advance(by: 0.1) }
      let latest = duel.snapshots.left.iteration
      for _ in 0..<5 { _ = duel.apply(.momentBack) }
      duel.advance(by: 0.05)
      let past = duel.snapshots.left.iteration
      #expect(past < latest)
      _ = try duel.perform(command)
      duel.advance(by: 0.05)
      // The seed is shared by both sides; a new rate restarts nothing.
      let begins = (left: command == "seed 1", right: command != "right.rate 0.01")
      #expect(duel.snapshots.left.isPast == !begins.left, "\(command)")
      #expect(duel.snapshots.right.isPast == !begins.right, "\(command)")
      for (side, begins) in [(Side.left, begins.left), (.right, begins.right)] {
        #expect((duel.state.playback.keyframes[side] == nil) == begins, "\(command)")
      }
      _ = duel.apply(.present)
      duel.advance(by: 0.05)
      #expect(duel.state.playback.keyframes.isEmpty)
      #expect(duel.snapshots.left.iteration == (begins.left ? 0 : latest), "\(command)")
      #expect(duel.snapshots.right.iteration == (begins.right ? 0 : latest), "\(command)")
      #expect(!duel.snapshots.left.isPast && !duel.snapshots.right.isPast)
    }
  }

  @Test("weights loaded on one side leave the other at its keyframe")
  func keyframeBesideLoadedWeights() throws {
    var duel = LockstepDuel(try small())
    for _ in 0..<40 { duel.advance(by: 0.1) }
    let latest = duel.snapshots.left.iteration
    for _ in 0..<5 { _ = duel.apply(.momentBack) }
    try duel.take(TrainingSession(duel.state.setup.run(.right)).checkpoint, .right, name: "x")
    duel.advance(by: 0.05)
    #expect(duel.snapshots.left.isPast && duel.snapshots.right.iteration == 0)
    #expect(duel.state.playback.keyframes.keys.map(\.rawValue) == ["left"])
    _ = duel.apply(.momentBack)
    duel.advance(by: 0.05)
    #expect(duel.snapshots.left.isPast && duel.snapshots.right.iteration == 0)
    _ = duel.apply(.present)
    duel.advance(by: 0.05)
    #expect(duel.snapshots.left.iteration == latest && !duel.snapshots.left.isPast)
  }

  @Test("painted points are trained on, and an empty canvas waits for some")
  func painting() throws {
    var duel = LockstepDuel(try small())
    _ = duel.apply(.data(.canvas))
    for _ in 0..<5 { duel.advance(by: 0.1) }
    #expect(duel.snapshots.left.status == .noData)
    for k in 0..<6 {
      _ = try duel.perform("paint +1 \(0.2 * Double(k)) 1")
      _ = try duel.perform("paint -1 \(0.2 * Double(k)) -1")
    }
    for command in ["hidden 16", "rate 0.01", "tempo 100"] { _ = try duel.perform(command) }
    for _ in 0..<60 { duel.advance(by: 0.1) }
    #expect(duel.snapshots.left.status == .healthy && duel.snapshots.left.iteration > 50)
    #expect(duel.snapshots.left.trainingCount == 12)
    #expect(duel.snapshots.right.accuracy == 1)
  }

  /// Invariants: the size is kept, times and shares stay in range, and the runs use the settings.
  @Test("20,000 random actions break nothing")
  func anything() throws {
    var state = try small(100, 30)
    state.playback.tempo = 1
    var duel = LockstepDuel(state)
    var noise = SyntheticRun.Noise()
    func pick<Element>(_ list: [Element]) -> Element {
      list[Int(noise.next() * Float(list.count)) % list.count]
    }
    let keys =
      ActionTable.all.flatMap(\.keys).filter { $0 != .character("q") && $0 != .control("c") }
      + "0123456789e-.abc xyz".map { Key.character($0) } + [
        .enter, .backspace, .escape, .tab, .escape,
      ]
    let sizes = [(100, 30), (80, 24), (140, 42), (1, 1), (230, 60), (79, 24), (500, 200)]
    var restarts = 0
    for step in 0..<20_000 {
      // Models stay small, so thousands of restarts are quick.
      if duel.state.setup.right.augmentation > 3 || duel.state.setup.data.negativeCount > 600
        || Side.allCases.contains(where: { duel.state.setup.run($0).model.hidden > 8 })
        || duel.state.playback.tempo != 1 || duel.state.setup.data.edits.count > 40
        || duel.state.setup.run(.left).model.blocks > 10
      {
        duel = LockstepDuel(state)
        restarts += 1
      }
      let roll = noise.next()
      let before = duel.state
      var effects: [Effect] = []
      if roll < 0.8 {
        // Rarely choose another data set: it has thousands of points.
        let key = pick(keys)
        if case .character(let c) = key, "123456789n".contains(c), before.overlays.palette == nil,
          before.navigation.focus != .settings, noise.next() < 0.98
        {
          continue
        }
        effects = duel.handle(.key(key))
      } else if roll < 0.97 {
        let kinds: [MouseEvent.Kind] = [.press, .drag, .release, .wheelUp, .wheelDown]
        effects = duel.handle(
          .mouse(
            MouseEvent(
              pick(kinds), x: Int(noise.next() * Float(before.width + 40)) - 20,
              y: Int(noise.next() * Float(before.height + 40)) - 20)))
      } else {
        let size = pick(sizes)
        effects = duel.handle(.resize(width: size.0, height: size.1))
      }
      #expect(!effects.contains(.quit))
      if step % 20 == 0 { duel.advance(by: 0.05) }
      let now = duel.state
      try #require(
        (0...1).contains(now.playback.time) && (0.4...5).contains(now.playback.camera.zoom))
      try #require(now.playback.camera.azimuth.isFinite && now.history.past.count <= 200)
      try #require(now.playback.keyframes.values.allSatisfy { (0..<1).contains($0) })
      try #require(now.playback.keyframes.isEmpty || now.playback.isPaused)
      try #require(
        now.sent.keyframes == now.playback.keyframes && now.sent.pointer == now.pointing.pointer)
      try #require(
        now.pointing.pointer.map {
          abs($0.x) <= now.pointing.plane.extent && abs($0.y) <= now.pointing.plane.extent
        } ?? true)
      try #require(
        now.views(of: now.navigation.focus).isEmpty
          || now.views(of: now.navigation.focus).contains(now.view(of: now.navigation.focus)))
      if step % 500 == 0 {
        let grid = duel.draw()
        try #require(grid.width == now.width && grid.height == now.height)
        duel.advance(by: 0.05)
        for (snapshot, side) in [(duel.snapshots.left, Side.left), (duel.snapshots.right, .right)] {
          try #require(snapshot.belongs(to: now.setup.run(side)))
        }
      }
    }
    print("20,000 actions, \(restarts) resets")
  }

  private func lockstep(_ assignments: [String]) throws -> LockstepDuel {
    var state = DuelState(width: 140, height: 42)
    for assignment in assignments { try state.assign(assignment) }
    return LockstepDuel(state)
  }

  @Test("the flip's line, advected by an ANODE into the plane, is drawn as a line")
  func carriedLine() throws {
    var duel = try lockstep(["data=flip"])
    duel.advance(by: 0.5)
    _ = try duel.perform("view right grid")
    _ = try duel.perform("time 0")
    duel.advance(by: 0.2)
    let rect = try #require(duel.state.layout.rect(of: .right))
    let picture = duel.state.modelLayout(of: .right, in: rect).picture
    let grid = duel.draw()
    let dots = (picture.x..<picture.maxX).filter { x in
      (picture.y..<picture.maxY).contains { (0x2801...0x28FF).contains(grid[x, $0].glyph.value) }
    }
    #expect(dots.count > picture.width / 3)
  }

  @Test(
    "an empty canvas names the keys that paint, and an abandoned solve says so")
  func failures() throws {
    var canvas = try lockstep(["data=canvas"])
    canvas.advance(by: 0.3)
    let text = canvas.draw().plainText
    #expect(text.contains("cross hair, x and") || text.contains("paint points there"))
    #expect(!text.contains("Press r to restart"))
    var stiff = try lockstep(["max-steps=3", "tolerance=1e-6"])
    stiff.advance(by: 0.5)
    let screen = stiff.draw().plainText
    #expect(screen.contains("The solver gave up"))
    #expect(stiff.snapshots.left.status == .stepsExceeded(limit: 3))
  }
}
