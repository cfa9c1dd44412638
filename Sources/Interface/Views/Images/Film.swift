import Canvas

extension View {
  package static let film: View = {
    var view = View(
      model: "film", "over t",
      "the channels of one image at several times, side by side",
      explanation: (
        "One image along t",
        "Each row is a channel, each column a time; the bold column is the play head's. The number "
          + "above a column is its scale, the value drawn in full colour: every "
          + "time is visible, however far the flow goes. Compare how much happens, and how evenly: "
          + "sudden change costs evaluations."
      )
    ) { context, drawing in
      context.drawChannels(isFilm: true, into: &drawing)
    }
    view.hasPlayHead = true
    view.suits = { $0.problem.isOfImages }
    view.formula = ViewSubject.equationOfMotion
    return view
  }()
}
