import Canvas

extension View {
  package static let training: View = {
    var view = View(
      model: "training", "over training",
      "the features at several moments of training, side by side",
      explanation: (
        "Over training",
        "The features at t = 1 at several moments of training, with the evaluations that "
          + "the flow needed then, as in the paper's figure of the features' evolution. Look for the "
          + "moment when a gap opens in the ring, and the NFE from then on."
      )
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      SmallMultiples.overTraining(snapshot, context.state.playback.camera, context.look)
        .draw(into: &drawing, in: drawing.bounds)
    }
    view.isOfSpace = true
    return view
  }()
}
