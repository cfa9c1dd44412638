import CellGraphics
import Drawing

extension View {
  /// One image advected by the flow: its channels at the play head's time.
  package static let channels: View = {
    var view = View(
      model: "channels", "channels",
      "one image in the flow: its channels at the play head's time",
      explanation: { _ in
        (
          "One image in the flow",
          "A test image carried to the play head's time: blue is below 0, yellow above, dark is 0; "
            + "the number at the top right is the value whose colour is full at that time. The data "
            + "channel starts as the image; augmented channels (+1, +2, ...) start as zeros and become room to "
            + "work in. Look where the NODE has to distort the image itself, since it has nowhere else to put "
            + "what it finds. Arrows choose another image."
        )
      }
    ) { context, drawing in
      context.drawChannels(isFilm: false, into: &drawing)
    }
    view.hasPlayHead = true
    view.suits = { $0.problem.isOfImages }
    view.formula = ViewSubject.equationOfMotion
    return view
  }()
}
