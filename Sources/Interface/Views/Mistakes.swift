import Canvas

extension View {
  /// Those that it is most wrong about.
  package static let mistakes: View = {
    var view = View(
      model: "mistakes", "worst mistakes",
      "the test images that the model gets wrong with the greatest confidence",
      explanation: (
        "The worst mistakes",
        "The test images on which the model is wrong and most sure of it, the worst first: what "
          + "they are, what they are taken for, and how sure it is. Some are hard for people too. Are they the "
          + "same in both models?"
      )
    ) { context, drawing in
      guard let images = context.snapshot?[.images] else { return }
      GalleryPicture.mistakes(images, context.look).draw(into: &drawing, in: drawing.bounds)
    }
    view.suits = { $0.problem.isOfImages }
    return view
  }()
}
