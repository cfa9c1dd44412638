import Canvas

extension View {
  /// Its channels at several times.
  package static let film: View = {
    var view = View(
      model: "film", "over t",
      "the channels of one image at several times, side by side",
      explanation: (
        "One image along t",
        "A row is a channel, a column a time; the bold column is the play head's. Each time has "
          + "a scale of its own, the number above it: the value whose colour is full. So every "
          + "time is seen, however far the flow goes. Compare how much happens, and how evenly: "
          + "sudden change is what costs evaluations."
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
