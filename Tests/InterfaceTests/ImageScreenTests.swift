import Canvas
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("A duel on images shows its images, and refuses settings that need points")
struct ImageScreenTests {
  private static let few = ImageSet(
    name: "few", classNames: ImageSet.digits.classNames,
    training: ImageSet.digits.training.first(96), test: ImageSet.digits.test.first(60))

  private func duel(
    _ width: Int = 140, _ height: Int = 42, _ assignments: [String] = []
  ) throws -> LockstepDuel {
    var state = DuelState(width: width, height: height)
    try state.load(Self.few)
    for text in ["hidden=4", "batch=32", "tempo=20", "right.p=5"] + assignments {
      try state.assign(text)
    }
    return LockstepDuel(state)
  }

  @Test("every view is drawn from a real run, at every size, in colour, mono and ASCII")
  func views() throws {
    var duel = try duel()
    for _ in 0..<10 { duel.advance(by: 0.05) }
    let count = duel.state.views(of: .right).count
    #expect(count == 12)
    for _ in 0..<count {
      for (width, height) in [(80, 24), (100, 30), (140, 42), (230, 60)] {
        _ = duel.handle(.resize(width: width, height: height))
        for (theme, glyphs) in [
          (Theme.dark, GlyphSet.unicode), (.light, .unicode), (.mono, .ascii), (.dark, .ascii),
        ] {
          let grid = duel.draw(theme: theme, glyphs: glyphs)
          let title = duel.state.view(of: .right).title
          if width >= 140 { #expect(grid.plainText.contains(title.prefix(8)), "\(title)") }
          if glyphs == .ascii { #expect(grid.cells.allSatisfy { $0.glyph.value < 0x7F }) }
        }
      }
      _ = duel.apply(.nextView)
      duel.advance(by: 0.05)
    }
  }

  @Test("the screen names the image, its predicted class and the accuracy")
  func words() throws {
    var duel = try duel()
    for _ in 0..<20 { duel.advance(by: 0.05) }
    _ = duel.apply(.pause)
    duel.advance(by: 0.05)
    let images = try #require(duel.snapshots.right[.images])
    let text = duel.draw().plainText
    #expect(text.contains("1+5 channels of 8×8") && text.contains("1 channel of 8×8"))
    #expect(text.contains("image 1, a \(images.classNames[images.labels[0]]): taken for"))
    #expect(text.contains("test accuracy, %") && text.contains("data") && text.contains("+5"))
    let accuracy = NumberText.fixed(Double(try #require(images.score.accuracy)) * 100, 1)
    #expect(text.contains("\(accuracy) %"))
  }

  @Test("arrows, a key and a click choose the image, for both runs")
  func choosing() throws {
    var duel = try duel()
    _ = duel.handle(.key(.right))
    #expect(duel.state.pointing.chosenImage == 1)
    _ = duel.handle(.key(.left))
    _ = duel.handle(.key(.left))
    #expect(duel.state.pointing.chosenImage == 59)
    _ = duel.handle(.key(.character("c")))
    #expect(duel.state.pointing.chosenImage == 0)
    _ = try duel.perform("view right gallery")
    let layout = duel.state.modelLayout(
      of: .right, in: try #require(duel.state.layout.rect(of: .right)))
    let tile = GalleryPicture.arrangement(Self.few.shape, in: layout.picture)
    #expect(tile.columns >= 2 && tile.tile == 8)
    _ = duel.handle(
      .mouse(
        MouseEvent(.press, x: layout.picture.x + tile.tile + 2, y: layout.picture.y + 1)))
    #expect(duel.state.pointing.chosenImage == 1)
    // Down moves by a row of the gallery.
    _ = duel.handle(.key(.down))
    #expect(duel.state.pointing.chosenImage == 1 + tile.columns)
    duel.advance(by: 0.05)
    #expect(duel.snapshots.left[.images]?.chosen == 1 + tile.columns)
    #expect(duel.snapshots.right[.images]?.chosen == 1 + tile.columns)
    // In views of space, arrows turn the camera instead.
    _ = try duel.perform("view right flow")
    let camera = duel.state.playback.camera
    _ = duel.handle(.key(.left))
    #expect(
      duel.state.pointing.chosenImage == 1 + tile.columns && duel.state.playback.camera != camera)
  }

  @Test("settings that images lack are refused with a reason")
  func refusals() throws {
    var duel = try duel()
    for text in [
      "left.model resnet", "loss squared", "test 0.2", "points 50", "image 60", "image -1",
    ] {
      #expect(throws: CommandError.self, "\(text)") { _ = try duel.perform(text) }
    }
    var state = DuelState(width: 140, height: 42)
    try state.assign("left.model=resnet")
    #expect(throws: CommandError.self) { try state.assign("data=digits") }
    #expect(throws: CommandError.self) { try state.load(Self.few) }
    #expect(state.apply(.data(.digits)).isEmpty)
    #expect(state.setup.data.kind == .annulus && state.overlays.message?.contains("ResNet") == true)
    // Painting, the cross hair and another projection say why not.
    _ = duel.apply(.paintPositive)
    _ = duel.apply(.projection)
    #expect(duel.state.setup.data.edits.isEmpty && duel.state.overlays.message != nil)
  }

  @Test("models have about equal parameter counts unless filters are given")
  func equalParameters() throws {
    var state = DuelState(width: 140, height: 42)
    _ = state.apply(.data(.digits))
    func parameters(_ side: Side) -> Int {
      let run = state.setup.run(side)
      return run.model.parameterCount(inputs: run.data.dimension, outputs: run.data.outputs)
    }
    #expect(state.setup.right.augmentation == 5 && state.setup.run(.right).model.hidden == 16)
    for p in [1, 2, 5] {
      try state.assign("right.p=\(p)")
      let ratio = Double(parameters(.left)) / Double(parameters(.right))
      #expect(abs(ratio - 1) < 0.08, "p = \(p): \(ratio)")
    }
    // The readout of eleven channels has nearly all parameters: one filter would be left.
    try state.assign("right.p=10")
    #expect(state.setup.run(.right).model.hidden == 16 && parameters(.right) > parameters(.left))
    try state.assign("right.hidden=8")
    #expect(state.setup.run(.right).model.hidden == 8)
    #expect(state.setup.run(.right).training.loss == .crossEntropy)
  }

  @Test("the share line restores the duel and the chosen image")
  func sharing() throws {
    var state = DuelState(width: 140, height: 42)
    _ = state.apply(.data(.digits))
    try state.assign("image=7")
    try state.assign("seed=3")
    #expect(state.shareLine == "anode duel data=digits image=7 seed=3 right.p=5")
    var other = DuelState(width: 140, height: 42)
    for text in state.assignments { try other.assign(text) }
    #expect(other.setup == state.setup && other.pointing.chosenImage == 7)
  }

  @Test("a confusion matrix that does not fit becomes a list of the most confused pairs")
  func confusion() throws {
    var images = ImagePictures(
      shape: Self.few.shape, augmentation: 0, classNames: (0..<40).map { "class\($0)" })
    images.score.count = 12
    images.score.confusion = Array(repeating: 0, count: 1600)
    images.score.confusion[3 * 40 + 5] = 7
    images.score.confusion[8 * 40 + 1] = 5
    var drawing = Drawing(columns: 40, rows: 12)
    let look = Look(theme: .dark, glyphs: .unicode)
    ConfusionPicture(
      names: images.classNames, confusion: images.score.confusion, look: look
    ).draw(into: &drawing, in: drawing.bounds)
    var grid = CellGrid(width: 40, height: 12)
    grid.draw(drawing, x: 0, y: 0, glyphs: .unicode)
    let lines = grid.plainText.split(separator: "\n").map(String.init)
    #expect(lines[1].hasPrefix("class3 taken for class5: 7"))
    #expect(lines[2].hasPrefix("class8 taken for class1: 5"))
  }

  @Test("a tile shows the image enlarged by a whole factor, with sharp pixels")
  func tiles() throws {
    var drawing = Drawing(columns: 16, rows: 8)
    let look = Look(theme: .dark, glyphs: .unicode)
    var pixels = Array(repeating: Float(0), count: 64)
    pixels[3 * 8 + 5] = 1
    ImageTile(width: 8, height: 8, look: look).drawInk(
      pixels[...], color: Color(255, 255, 255), into: &drawing, in: drawing.bounds)
    var grid = CellGrid(width: 16, height: 8)
    grid.draw(drawing, x: 0, y: 0, glyphs: .unicode)
    // Pixel (5, 3) at twice its size: columns 10 and 11 of row 3.
    for row in 0..<8 {
      for column in 0..<16 {
        let isInk = grid[column, row].style.background == Color(255, 255, 255)
        #expect(isInk == (row == 3 && (column == 10 || column == 11)), "\(column), \(row)")
      }
    }
    #expect(
      ChannelPicture.arrangement(
        Self.few.shape, 6, in: Rect(x: 0, y: 0, width: 30, height: 24)
      ).tile == 8)
    #expect(
      ChannelPicture.arrangement(
        Self.few.shape, 101, in: Rect(x: 0, y: 0, width: 30, height: 12)
      ).tile >= 3)
  }
}
