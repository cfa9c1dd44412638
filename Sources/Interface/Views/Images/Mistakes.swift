import Canvas

extension View {
  package static let mistakes: View = {
    var view = View(
      model: "mistakes", "worst mistakes",
      "the test images that the model gets wrong with the greatest confidence",
      explanation: (
        "The worst mistakes",
        "The test images that the model gets wrong with the greatest confidence, worst first: their "
          + "class, the predicted class and its probability. Some are hard for people too. Are they "
          + "the same in both models?"
      )
    ) { context, drawing in
      guard let images = context.snapshot?[.images] else { return }
      GalleryPicture.mistakes(images, context.look).draw(into: &drawing, in: drawing.bounds)
    }
    view.suits = { $0.problem.isOfImages }
    return view
  }()
}
