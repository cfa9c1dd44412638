import Foundation
import Interface
import NeuralODE
import Testing

/// Pictures to look at: with ANODE_PREVIEW=<folder> each screen is written there as SVG and text.
@Suite struct Preview {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["ANODE_PREVIEW"] != nil))
  func writePictures() throws {
    let folder = ProcessInfo.processInfo.environment["ANODE_PREVIEW"] ?? "."
    func save(
      _ name: String, _ width: Int, _ height: Int, theme: Theme = .dark,
      glyphs: GlyphSet = .unicode, setup: DuelSetup = DuelSetup(), progress: Float = 1,
      time: Int = 13, failed: Bool = false, then change: (inout DuelState) -> Void = { _ in }
    ) throws {
      var state = DuelState(setup: setup, width: width, height: height)
      for _ in 0..<time { _ = state.apply(.timeForward) }
      change(&state)
      var (left, right) = SyntheticRun.pair(state, progress: progress)
      if failed {
        left.status = .stepsExceeded(limit: 1000)
        right.status = .stepUnderflow(time: 0.43, stepSize: 1e-17)
      }
      state.observe(left: left, right: right)
      let grid = DuelScreen.draw(
        left: left, right: right, state: state, theme: theme, glyphs: glyphs)
      var writer = SVGWriter()
      if let color = theme.background { writer.background = color }
      if let color = theme.text { writer.foreground = color }
      try writer.document(grid).write(
        toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
      try grid.plainText.write(toFile: "\(folder)/\(name).txt", atomically: true, encoding: .utf8)
    }
    try save("140x42", 140, 42)
    try save("100x30", 100, 30)
    try save("80x24", 80, 24)
    try save("200x60", 200, 60)
    try save("80x50", 80, 50)
    try save("140x42-start", 140, 42, progress: 0.03)
    try save("140x42-light", 140, 42, theme: .light)
    try save("140x42-contrast", 140, 42, theme: .highContrast)
    try save("140x42-mono", 140, 42, theme: .mono)
    try save("140x42-ascii", 140, 42, glyphs: .ascii)
    try save("100x30-ascii-mono", 100, 30, theme: .mono, glyphs: .ascii)
    try save("80x24-mono", 80, 24, theme: .mono)
    try save("140x42-help", 140, 42) { _ = $0.apply(.help) }
    try save("200x60-help", 200, 60) { _ = $0.apply(.help) }
    try save("80x24-help", 80, 24) { _ = $0.apply(.help) }
    try save("140x42-failed", 140, 42, failed: true)
    try save("80x24-failed", 80, 24, failed: true)
    try save("140x42-flip", 140, 42, setup: DuelSetup(dataset: .flip))
    try save("140x42-p5", 140, 42, setup: DuelSetup(augmentation: 5))
    try save("140x42-resnet", 140, 42, setup: DuelSetup(leftFamily: .resnet))
    try save("140x42-features", 140, 42) {
      _ = $0.apply(.nextView)
      _ = $0.handle(.mouse(MouseEvent(.press, x: 5, y: 5)))
      _ = $0.apply(.nextView)
    }
    try save("140x42-input", 140, 42) {
      _ = $0.apply(.previousView)
      _ = $0.handle(.mouse(MouseEvent(.press, x: 5, y: 5)))
      _ = $0.apply(.previousView)
      _ = $0.apply(.pause)
    }
  }

  /// The same from real runs.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["ANODE_PREVIEW"] != nil))
  func writePicturesOfRealRuns() throws {
    let folder = ProcessInfo.processInfo.environment["ANODE_PREVIEW"] ?? "."
    let runs: [(String, DuelSetup, [Int])] = [
      ("annulus", DuelSetup(seed: 0), [0, 160, 640, 1280]),
      ("p5", DuelSetup(augmentation: 5), [640]), ("flip", DuelSetup(dataset: .flip), [640]),
      ("sines", DuelSetup(dataset: .sines), [320]),
      ("resnet", DuelSetup(leftFamily: .resnet), [640]),
    ]
    for (name, setup, moments) in runs {
      var left = TrainingSession(setup.run(.left))
      var right = TrainingSession(setup.run(.right))
      for moment in moments {
        while left.iteration < moment, left.step() != nil {}
        while right.iteration < moment, right.step() != nil {}
        let (a, b) = (left.snapshot(sequence: 1), right.snapshot(sequence: 1))
        for (width, height) in [(140, 42), (100, 30), (80, 24)] {
          for time in [13, 20] {
            var state = DuelState(setup: setup, width: width, height: height)
            for _ in 0..<time { _ = state.apply(.timeForward) }
            state.observe(left: a, right: b)
            let grid = DuelScreen.draw(
              left: a, right: b, state: state, theme: .dark, glyphs: .unicode)
            for (depth, suffix) in [(ColorDepth.indexed, "256"), (.ansi, "16")] where time == 13 {
              try SVGWriter().document(grid.quantized(to: depth)).write(
                toFile: "\(folder)/real-\(name)-\(moment)-\(width)-\(suffix)colours.svg",
                atomically: true, encoding: .utf8)
            }
            try SVGWriter().document(grid).write(
              toFile: "\(folder)/real-\(name)-\(moment)-\(width)-t\(time).svg", atomically: true,
              encoding: .utf8)
          }
        }
      }
    }
  }

  /// What the README is made of: its picture (both models after 800 iterations, near the end of the flow) and its table
  /// of keys.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["ANODE_PREVIEW"] != nil))
  func writeReadme() throws {
    let folder = ProcessInfo.processInfo.environment["ANODE_PREVIEW"] ?? "."
    let setup = DuelSetup(seed: 3)
    var state = DuelState(setup: setup, width: 140, height: 42)
    var left = TrainingSession(setup.run(.left))
    var right = TrainingSession(setup.run(.right))
    while left.iteration < 800, left.step() != nil {}
    while right.iteration < 800, right.step() != nil {}
    let (a, b) = (left.snapshot(sequence: 1), right.snapshot(sequence: 1))
    for _ in 0..<18 { _ = state.apply(.timeForward) }
    state.observe(left: a, right: b)
    let grid = DuelScreen.draw(left: a, right: b, state: state, theme: .dark, glyphs: .unicode)
    let picture = SVGWriter().document(grid)
    #expect(picture.utf8.count < 300_000)
    try picture.write(toFile: "\(folder)/duel.svg", atomically: true, encoding: .utf8)
    try ActionTable.markdown.write(
      toFile: "\(folder)/keys.md", atomically: true, encoding: .utf8)
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["ANODE_PREVIEW"] != nil))
  func tellHowLongAFrameTakes() {
    for (width, height) in [(80, 24), (140, 42), (200, 60), (240, 67), (400, 120)] {
      var state = DuelState(width: width, height: height)
      let (left, right) = SyntheticRun.pair(state)
      let start = ContinuousClock.now
      let frames = 200
      for _ in 0..<frames {
        state.advance(by: 0.02)
        _ = DuelScreen.draw(
          left: left, right: right, state: state, theme: .dark, glyphs: .unicode)
      }
      print("\(width)x\(height): \((ContinuousClock.now - start) / frames) a frame")
    }
  }
}
