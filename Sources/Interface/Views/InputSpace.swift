import CellGraphics
import Drawing

extension View {
  /// The model's output over the input space, with the training set.
  package static let inputSpace: View = {
    var view = View(
      model: "input", "input space",
      "the model's output over the input space, with the training set",
      explanation: { _ in
        (
          "The input space",
          "The model's output at every place, with the training points on top. Held against the "
            + "points, colours between them show how the model generalises. Click to ask about one "
            + "place; its trajectory is drawn in the flow."
        )
      }
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      InputSpacePicture(snapshot: snapshot, look: context.look, color: context.color)
        .draw(into: &drawing, in: drawing.bounds)
    }
    view.probeHasGround = true
    view.suits = { $0.problem.isOfPoints }
    return view
  }()
}
