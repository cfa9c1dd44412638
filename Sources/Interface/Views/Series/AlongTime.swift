import Canvas

extension View {
  package static let layers: View = {
    var view = View(
      model: "layers", "along t",
      "the points at several times, or after each block, side by side",
      explanation: (
        "Along t",
        "The same points at several times of the flow, or after each block of a residual network, all "
          + "on the same axes, like the layers of a network. Look when the classes come apart: "
          + "early and steadily, or late and in a hurry."
      )
    ) { context, drawing in
      guard let snapshot = context.snapshot, let picture = context.picture(.spaces) else { return }
      SmallMultiples.along(
        SpaceReader(picture), end: snapshot.configuration.data.end,
        context.state.playback.camera, context.look
      ).draw(into: &drawing, in: drawing.bounds)
    }
    view.isOfSpace = true
    view.formula = ViewSubject.equationOfMotion
    return view
  }()
}
