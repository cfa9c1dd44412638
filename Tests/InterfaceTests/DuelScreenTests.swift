@testable import Files
import Canvas
import LiveSession
import Foundation
@testable import Interface
import NeuralODE
import Testing

extension DuelScreen {
  static func draw(
    left: Snapshot?, right: Snapshot?, state: DuelState, theme: Theme, glyphs: GlyphSet
  ) -> CellGrid {
    compose(left: left, right: right, state: state, theme: theme, glyphs: glyphs).cells(glyphs)
  }
}

@Suite("The duel is drawn at every size, even from invalid snapshots") struct DuelScreenTests {
  private static let sizes = [
    (0, 0), (1, 1), (7, 1), (40, 12), (80, 23), (80, 24), (81, 60), (100, 30), (120, 24), (140, 42),
    (200, 60), (400, 120),
  ]

  private static let setups = [
    DuelSetup(), DuelSetup(dataset: .flip), DuelSetup(dataset: .sines, augmentation: 0),
    DuelSetup(leftFamily: .resnet, augmentation: 5), DuelSetup(augmentation: 100),
  ]

  @Test("in every size, theme and glyph set all cells are one column wide", arguments: setups)
  func drawsEverySizeThemeAndGlyphSet(setup: DuelSetup) {
    var state = DuelState(setup: setup, width: 0, height: 0)
    let (left, right) = SyntheticRun.pair(state, progress: 0.5)
    for (width, height) in Self.sizes {
      _ = state.handle(.resize(width: width, height: height))
      for theme in Theme.all {
        for glyphs in GlyphSet.allCases {
          let grid = DuelScreen.draw(
            left: left, right: right, state: state, theme: theme, glyphs: glyphs)
          #expect(grid.width == width && grid.height == height)
          #expect(grid.cells.allSatisfy { TextRow.columns(of: $0.glyph) == 1 })
          if glyphs == .ascii { #expect(grid.cells.allSatisfy { $0.glyph.value < 0x7F }) }
          if theme.isMono {
            #expect(
              grid.cells.allSatisfy { $0.style.foreground == nil && $0.style.background == nil })
          }
        }
      }
    }
  }

  @Test("at every size the classes are named and both losses are shown", arguments: Theme.all)
  func explainsItself(theme: Theme) {
    for (width, height) in [(80, 24), (100, 30), (140, 42)] {
      var state = DuelState(width: width, height: height)
      let (left, right) = SyntheticRun.pair(state)
      state.observe(left: left, right: right)
      for glyphs in GlyphSet.allCases {
        let text = DuelScreen.draw(
          left: left, right: right, state: state, theme: theme, glyphs: glyphs
        ).plainText
        #expect(text.contains("ring") && text.contains("disk"))
        // In the model's panel, and in the chart or its frame.
        for snapshot in [left, right] {
          let value = snapshot.recentLoss.map { NumberText.short(Double($0)) } ?? "?"
          #expect(text.components(separatedBy: value).count > 2, "\(value)")
        }
      }
    }
  }

  @Test("the play head of a ResNet counts blocks")
  func countsBlocks() {
    var state = DuelState(setup: DuelSetup(leftFamily: .resnet), width: 140, height: 42)
    let (left, right) = SyntheticRun.pair(state)
    for (step, place) in [(0, "the input"), (20, "after block 5 of 5")] {
      for _ in 0..<step { _ = state.apply(.timeForward) }
      if step == 0 { _ = state.apply(.timeBack) }
      let text = DuelScreen.draw(
        left: left, right: right, state: state, theme: .dark, glyphs: .unicode
      ).plainText
      #expect(text.contains(place))
    }
  }

  @Test(
    "every view is drawn in its panel, pictures stay on the screen, and help covers both",
    arguments: setups)
  func drawsEveryView(setup: DuelSetup) throws {
    var state = DuelState(setup: setup, width: 140, height: 42)
    let (left, right) = SyntheticRun.pair(state)
    func compose(_ theme: Theme) -> CellGrid {
      let screen = DuelScreen.compose(
        left: left, right: right, state: state, theme: theme, glyphs: .unicode)
      #expect(screen.pictures.contains { !$0.drawing.isEmpty })
      for (drawing, x, y) in screen.pictures {
        #expect(x >= 0 && y >= 0 && x + drawing.columns <= 140 && y + drawing.rows <= 42)
      }
      return screen.cells(.unicode)
    }
    for panel in Panel.all where panel.place != nil {
      let rect = try #require(state.layout.rect(of: panel))
      let views = state.views(of: panel)
      for view in views {
        // A panel's only view cannot be chosen.
        if views.count > 1 { _ = try state.perform("view \(panel.name) \(view.name)") }
        #expect(state.view(of: panel) == view)
        if panel.isModel { _ = state.apply(.projection) }
        let plain = compose(.dark)
        let filled = (rect.y + 1..<rect.maxY - 1).contains { y in
          (rect.x + 1..<rect.maxX - 1).contains { plain[$0, y].glyph != " " }
        }
        #expect(filled, "\(panel.name) \(view.name)")
        for side in Side.allCases {
          #expect(plain.plainText.contains(setup.run(side).model.family.title))
        }
        _ = state.apply(.help)
        #expect(compose(.mono).plainText.contains("\(ActionTable.key(.close)) closes"))
        _ = state.apply(.close)
        #expect(state.overlays.overlay == nil)
      }
    }
  }

  @Test("equal states and snapshots give equal screens")
  func drawingIsAFunction() {
    var state = DuelState(width: 140, height: 42)
    let (left, right) = SyntheticRun.pair(state)
    state.observe(left: left, right: right)
    let draw = {
      DuelScreen.draw(left: left, right: right, state: state, theme: .dark, glyphs: .unicode)
    }
    #expect(draw() == draw())
  }

  @Test("the screen names the models before the first snapshot")
  func startsAtOnceWithoutSnapshots() {
    let state = DuelState(width: 140, height: 42)
    let text = DuelScreen.draw(
      left: nil, right: nil, state: state, theme: .dark, glyphs: .unicode
    ).plainText
    #expect(text.contains("starting…") && text.contains("NODE  ℝ²") && text.contains("ℝ²⁺¹"))
  }

  @Test("snapshots of runs that were replaced are not drawn")
  func snapshotsOfReplacedRunsAreNotDrawn() {
    var state = DuelState(width: 140, height: 42)
    let (left, right) = SyntheticRun.pair(state)
    _ = state.apply(.data(.flip))
    state.observe(left: left, right: right)
    let stale = DuelScreen.draw(
      left: left, right: right, state: state, theme: .dark, glyphs: .unicode)
    let none = DuelScreen.draw(left: nil, right: nil, state: state, theme: .dark, glyphs: .unicode)
    #expect(stale == none)
  }

  @Test("a screen that is too small says which size it needs")
  func saysWhatItNeeds() {
    func text(_ width: Int, _ height: Int) -> String {
      DuelScreen.draw(
        left: nil, right: nil, state: DuelState(width: width, height: height), theme: .dark,
        glyphs: .unicode
      ).plainText
    }
    #expect(text(60, 20).contains("anode needs 80×24, this is 60×20; q quits"))
    #expect(text(20, 3).contains("needs 80×24; q quits"))
    #expect(text(1, 1) == "…\n")
  }

  @Test("the screen shows epoch, NFE, loss, the accuracy of the solve and the keys")
  func showsWhatMatters() {
    var state = DuelState(width: 140, height: 42)
    let (left, right) = SyntheticRun.pair(state)
    state.observe(left: left, right: right)
    func text() -> String {
      DuelScreen.draw(left: left, right: right, state: state, theme: .dark, glyphs: .unicode)
        .plainText
    }
    for part in [
      "epoch 22.0", "iteration 704", "50 it/s", "▲ +12 from 20", "1253", "1319", "100 %",
      "✗ not accurate: off by 10 % (worst 31 %)", "✓ accurate to 0.4 %", "1e-6", "a₁", "x₂",
      "NODE 32",
      "ANODE 20", "dopri5", "interpolate", "500+1500", "space pause", "? help",
    ] {
      #expect(text().contains(part), "\(part) is missing")
    }
    _ = state.apply(.pause)
    #expect(text().contains("PAUSED"))
  }

  @Test("a run that failed says why, and which key restarts it")
  func failuresAreExplained() {
    let statuses: [(RunStatus, String)] = [
      (.stepsExceeded(limit: 1000), "gave up"),
      (.stepUnderflow(time: 0.43, stepSize: 1e-17), "0.43"), (.nonFinite, "ran out of range"),
    ]
    for (width, height) in [(80, 24), (140, 42)] {
      let state = DuelState(width: width, height: height)
      for (status, words) in statuses {
        var (left, right) = SyntheticRun.pair(state)
        left.status = status
        right.status = .healthy
        let text = DuelScreen.draw(
          left: left, right: right, state: state, theme: .dark, glyphs: .unicode
        ).plainText
        #expect(text.contains(words))
        #expect(text.contains("Press r to restart"))
      }
    }
  }

  @Test("invalid snapshots leave the frame of the screen intact")
  func weirdSnapshotsAreDrawnAllTheSame() {
    let state = DuelState(width: 100, height: 30)
    for (left, right) in Self.weird(state) {
      var watching = state
      watching.observe(left: left, right: right)
      for state in [state, watching] {
        for theme in [Theme.dark, .mono] {
          let grid = DuelScreen.draw(
            left: left, right: right, state: state, theme: theme, glyphs: .unicode)
          #expect(grid.plainText.contains("NFE") && grid.plainText.contains("? help"))
        }
      }
      var other = state
      for _ in 0..<2 {
        _ = other.apply(.nextView)
        let grid = DuelScreen.draw(
          left: left, right: right, state: other, theme: .dark, glyphs: .ascii)
        #expect(grid.plainText.allSatisfy { $0.isASCII })
      }
    }
  }

  @Test("every view has a title and an explanation")
  func explanations() {
    let state = DuelState(width: 100, height: 30)
    for view in View.all {
      let found = view.explanation(ViewSubject(panel: .left, state: state))
      #expect(!found.title.isEmpty && found.text.count > 40, "\(view)")
    }
  }

  /// Snapshots that no healthy run makes.
  private static func weird(_ state: DuelState) -> [(Snapshot, Snapshot)] {
    let (left, right) = SyntheticRun.pair(state)
    var result = [(Snapshot(), Snapshot())]
    func add(_ change: (inout Snapshot) -> Void) {
      var (a, b) = (left, right)
      change(&a)
      change(&b)
      result.append((a, b))
    }
    for bad in [Float.nan, .infinity, -.infinity, 3e38] {
      add {
        $0[.spaces][0].trajectories = $0[.spaces][0].trajectories.enumerated().map { k, x in
          k % 3 != 0 ? bad : x
        }
        $0[.spaces][0].upper = $0[.spaces][0].upper.map { _ in bad }
        $0.loss = bad
        $0.accuracy = bad
        $0[.solveAccuracy] = SolveAccuracy(
          medianError: Double(bad), worstError: Double(bad), probeNFE: nil)
      }
      add {
        $0[.spaces][0].field = $0[.spaces][0].field.map { _ in bad }
        $0[.spaces][0].lattice = $0[.spaces][0].lattice.map { _ in bad }
        $0[.spaces][0].times = $0[.spaces][0].times.map { _ in bad }
        $0[.spaces][0].decision = $0[.spaces][0].decision?.map { _ in bad }
        $0[.inputMap].values = $0[.inputMap].values.map { _ in bad }
        $0[.inputMap].extent = bad
        for _ in 0..<40 {
          $0.lossHistory.append(bad)
          $0.nfeHistory.append(bad)
        }
      }
    }
    add { $0[.spaces] = [] }
    add { $0[.spaces][0].trajectories.removeLast(7) }
    add { $0[.spaces][0].labels = [] }
    add { $0[.spaces][0].latticeShape = [3] }
    add { $0[.spaces][0].dimension = 9 }
    add { $0[.spaces][0].dimension = 0 }
    add { $0[.spaces][0].dimension = 1 }
    add { $0[.spaces][0].pointCount = -4 }
    add { $0[.spaces][0].axisNames = [] }
    add { $0[.spaces][0].decision = [0, 0, 0, 0] }
    add { $0[.inputMap].values = [] }
    add { $0[.inputMap].width = -2 }
    add { $0[.inputMap].height = 0 }
    add { $0.nfe = 1_000_000 }
    add { $0.nfe = -5 }
    add { $0.iterationsPerEpoch = 0 }
    add { $0.parameterCount = .max }
    return result
  }
}
