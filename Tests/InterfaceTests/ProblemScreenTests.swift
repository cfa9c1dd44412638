import Canvas
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("Problems with several classes, and with numbers, are drawn") struct ProblemScreenTests {
  private func lockstep(_ kind: String, _ seconds: Double = 2) throws -> LockstepDuel {
    var state = DuelState(width: 140, height: 42)
    try state.assign("data=\(kind)")
    try state.assign("points=300")
    var duel = LockstepDuel(state)
    duel.advance(by: seconds)
    return duel
  }

  @Test(
    "A map has the colours of the predicted classes", arguments: ["pinwheel", "bands", "clouds"])
  func maps(kind: String) throws {
    var duel = try lockstep(kind, 6)
    // Every fourth frame has a new map.
    for _ in 0..<4 { duel.advance(by: 0.1) }
    let map = duel.snapshots.right[.inputMap]
    #expect(map.outputs == duel.state.setup.data.outputs)
    let picture = InputMapPicture(map: map, look: Look(theme: .dark, glyphs: .unicode))
    let raster = picture.raster(in: Rect(x: 0, y: 0, width: 20, height: 10))
    let numbers = (0..<400).map { place in
      raster.choice((Float(place % 20) + 0.5) / 20, (Float(place / 20) + 0.5) / 20).number
    }
    #expect(Set(numbers) == Set(0..<map.outputs))
    let (number, margin) = raster.choice(0.02, 0.98)
    #expect((0...1).contains(margin))
    #expect(raster.color(0.02, 0.98) == Theme.dark.mapColor(ofClass: number, margin: margin))
  }

  @Test("Borders in the plane are where two classes tie for the greatest output")
  func borders() {
    var picture = SpacePicture()
    picture.dimension = 2
    picture.classPlanes = [[1, 0, 0], [-1, 0.2, 0], [0, 1, -0.3], [0, -1, -2]]
    var bounds = SpaceBounds(SpacePicture())
    (bounds.lower, bounds.upper) = ([-2, -2], [2, 2])
    let borders = bounds.borders(of: picture)
    #expect(borders.count >= 3)
    for border in borders {
      for share in [Float(0.1), 0.5, 0.9] {
        let at = border.0 + (border.1 - border.0) * share
        let values = picture.classPlanes.map { $0[0] * at.x + $0[1] * at.y + $0[2] }.sorted()
        #expect(abs(values[3] - values[2]) < 1e-3 * (1 + abs(values[3])))
      }
    }
  }

  @Test("Readout planes in space are where two classes tie for the greatest output")
  func sheets() {
    var picture = SpacePicture()
    picture.dimension = 3
    picture.classPlanes = [[1, 0, 0, 0], [-1, 0.2, 0.1, 0], [0, 1, 0.4, -0.3]]
    var bounds = SpaceBounds(SpacePicture())
    (bounds.lower, bounds.upper) = ([-2, -2, -1], [2, 2, 1])
    let sheets = bounds.sheets(of: picture)
    #expect(sheets.count == 3)
    for sheet in sheets {
      let middle = sheet.reduce(SIMD3<Float>.zero, +) / Float(sheet.count)
      let values = picture.classPlanes.map {
        $0[0] * middle.x + $0[1] * middle.y + $0[2] * middle.z + $0[3]
      }.sorted()
      #expect(abs(values[2] - values[1]) < 1e-4)
    }
  }

  @Test("d cycles the brush through the classes, a digit chooses one, and x paints with it")
  func brushes() throws {
    var duel = try lockstep("clouds", 0.1)
    _ = duel.handle(.key(.character("d")))
    #expect(duel.state.pointing.brush == .numbered(0))
    _ = duel.handle(.key(.character("3")))
    #expect(duel.state.pointing.brush == .numbered(2))
    #expect(duel.state.setup.data.kind == .clouds)
    _ = duel.handle(.key(.character("c")))
    _ = duel.handle(.key(.character("x")))
    #expect(duel.state.setup.data.edits == [.add(x: 0, y: 0, target: 2)])
    _ = try duel.perform("paint top 1 1")
    #expect(duel.state.setup.data.edits.last == .add(x: 1, y: 1, target: 2))
    #expect(throws: CommandError.self) { _ = try duel.perform("paint +1 1 1") }
    // Another data set has other brushes.
    _ = try duel.perform("data annulus")
    #expect(duel.state.pointing.brush == nil)
  }

  @Test(
    "Every view of classes and of numbers is drawn",
    arguments: ["pinwheel", "sin", "hills", "step"])
  func views(kind: String) throws {
    var duel = try lockstep(kind, 1)
    for view in duel.state.views(of: .right) {
      _ = try duel.perform("view right \(view.name)")
      duel.advance(by: 0.2)
      let screen = duel.compose()
      #expect(screen.pictures.contains { !$0.drawing.isEmpty })
      let text = duel.draw().plainText
      #expect(!text.contains("nan"))
      let name = duel.state.problem.screen.accuracyName
      #expect(text.contains(name))
    }
    #expect(!duel.state.views(of: .right).contains(.band))
  }

  @Test("The confusion matrix counts all points, or only those held out")
  func confusion() throws {
    var duel = try lockstep("clouds", 3)
    for _ in 0..<4 { duel.advance(by: 0.1) }
    let snapshot = duel.snapshots.right
    #expect(snapshot.confusion.count == 9 && snapshot.confusion.reduce(0, +) == 300)
    let right = [0, 4, 8].reduce(0) { $0 + snapshot.confusion[$1] }
    #expect(snapshot.accuracy == Float(right) / 300)
    _ = try duel.perform("test 0.2")
    duel.advance(by: 0.5)
    for _ in 0..<4 { duel.advance(by: 0.1) }
    #expect(duel.snapshots.right.confusion.reduce(0, +) == 60)
    _ = try duel.perform("view right confusion")
    #expect(duel.draw().plainText.contains("taken for"))
  }

  @Test(
    "When a solve fails no class is named, and the accuracy is unknown",
    arguments: ["clouds", "hills"])
  func failures(kind: String) throws {
    var state = DuelState(width: 140, height: 42)
    for word in ["data=\(kind)", "tolerance=1e-9", "max-steps=2"] { try state.assign(word) }
    var duel = LockstepDuel(state)
    _ = duel.handle(.key(.character("c")))
    duel.advance(by: 0.3)
    let snapshot = duel.snapshots.right
    #expect(snapshot.accuracy == nil && snapshot[.reading]?.output.isNaN == true)
    let screen = duel.state.problem.screen
    #expect(duel.draw().plainText.contains("\(screen.accuracyName) -"))
    #expect(duel.draw().plainText.contains("no solution"))
  }

  @Test("The probe names the class and its probability, or the number")
  func probe() throws {
    for (kind, part) in [("clouds", " %"), ("hills", "\u{2192} ")] {
      var duel = try lockstep(kind, 3)
      _ = duel.handle(.key(.character("c")))
      duel.advance(by: 0.3)
      let reading = try #require(duel.snapshots.right[.reading])
      let texts = ProbeDrawing.texts(reading, duel.state.setup.data)
      #expect(texts[0].contains(part))
      if kind == "clouds" {
        let names = duel.state.setup.data.classNames
        #expect(names.contains { texts[0].contains($0) })
      }
    }
  }
}
