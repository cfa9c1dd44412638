import Canvas
import LiveSession
import NeuralODE

/// Duels on images: which of them is looked at.
extension DuelState {
  /// Images that can be chosen.
  var imageCount: Int { setup.data.images.map { ImagePictures.count(of: $0) } ?? 0 }

  /// Takes images that were read, before anything runs.
  ///
  /// - Parameter words: the options that name them on the command line.
  package mutating func load(
    _ images: ImageSet, from words: [String] = []
  ) throws(CommandError) {
    // By name first: what comes with the program need not be unpacked to be told from others.
    let known = DatasetKind.named.first { $0.rawValue == images.name && $0.images == images }
    if let obstacle = setup.learn(.published(known ?? .images(images))) {
      throw CommandError(reason: obstacle)
    }
    ownData = words
    pointing.chosenImage = min(pointing.chosenImage, max(0, imageCount - 1))
  }

  mutating func chooseImage(_ image: Int) {
    guard imageCount > 0 else { return }
    pointing.chosenImage = (image % imageCount + imageCount) % imageCount
  }

  mutating func chooseImage(by step: Int) {
    chooseImage(pointing.chosenImage + step)
    say(
      "test image \(pointing.chosenImage + 1) of \(imageCount); arrows choose, or click in test images"
    )
  }

  /// Chooses by arrow keys, where they have no camera to turn; false where they have.
  mutating func chooseImage(_ key: Key) -> Bool {
    guard problem.isOfImages, navigation.focus.isModel,
      !view(of: navigation.focus).isOfSpace
    else {
      return false
    }
    let row =
      layout.rect(of: navigation.focus).flatMap { rect in
        setup.data.imageShape.map {
          GalleryPicture.arrangement(
            $0, in: modelLayout(of: navigation.focus, in: rect).picture
          ).columns
        }
      } ?? 10
    switch key {
    case .left: chooseImage(pointing.chosenImage - 1)
    case .right: chooseImage(pointing.chosenImage + 1)
    case .up: chooseImage(pointing.chosenImage - row)
    case .down: chooseImage(pointing.chosenImage + row)
    default: return false
    }
    return true
  }

  /// The image under the mouse, in a panel that shows the test images.
  func image(at mouse: MouseEvent, _ layout: ScreenLayout) -> Int? {
    guard let shape = setup.data.imageShape, let panel = layout.panel(at: mouse.x, mouse.y),
      panel.isModel, view(of: panel) == .gallery, let rect = layout.rect(of: panel)
    else { return nil }
    return GalleryPicture.image(
      at: mouse.x, mouse.y, shape, count: imageCount, chosen: pointing.chosenImage,
      in: modelLayout(of: panel, in: rect).picture)
  }
}
