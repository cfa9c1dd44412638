import CellGraphics
import Drawing

extension View {
  /// Which class is taken for which.
  package static let confusion: View = {
    var view = View(
      model: "confusion", "confusion",
      "which class is taken for which",
      explanation: { _ in
        (
          "Which class is taken for which",
          "A row is what images or points are, a column what they are taken for; the diagonal is right. Colours are shares "
            + "of the row, mistakes brightened so that they can be seen. Look for pairs that "
            + "resemble each other, and whether both models mix up the same."
        )
      }
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      ConfusionPicture(
        names: snapshot.configuration.data.classNames,
        confusion: snapshot.confusion, look: context.look
      ).draw(into: &drawing, in: drawing.bounds)
    }
    view.suits = { $0.problem.target == .classes }
    return view
  }()
}
