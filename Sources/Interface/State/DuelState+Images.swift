import Canvas
import LiveSession
import NeuralODE

/// Loading images, and choosing the one shown.
extension DuelState {
  var imageCount: Int { setup.data.images.map { ImagePictures.count(of: $0) } ?? 0 }

  /// Sets the images to learn, before anything runs. `words` are their command-line options.
  package mutating func load(
    _ images: ImageSet, from words: [String] = []
  ) throws(CommandError) {
    // Compare names first: comparing images would unpack every built-in set.
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
      "image \(pointing.chosenImage + 1) of \(imageCount); arrows choose, or click in test images"
    )
  }

  /// Chooses by arrow key; false where the arrows turn a camera instead.
  mutating func chooseImage(_ key: Key) -> Bool {
    guard problem.isOfImages, navigation.focus.isModel,
      !view(of: navigation.focus).isOfSpace
    else { return false }
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

  /// The image under the mouse, in a gallery.
  func image(at mouse: MouseEvent, _ layout: ScreenLayout) -> Int? {
    guard let shape = setup.data.imageShape, let panel = layout.panel(at: mouse.x, mouse.y),
      panel.isModel, view(of: panel) == .gallery, let rect = layout.rect(of: panel)
    else { return nil }
    return GalleryPicture.image(
      at: mouse.x, mouse.y, shape, count: imageCount, chosen: pointing.chosenImage,
      in: modelLayout(of: panel, in: rect).picture)
  }
}
