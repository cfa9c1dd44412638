import Canvas

extension View {
  package static let features: View = {
    var view = View(
      model: "features", "features at t = 1",
      "where the points are at t = 1, and where the readout divides them",
      explanation: (
        "Features at t = 1",
        "Where the points are at the end of the flow: these positions are all that the linear "
          + "readout sees. Its output changes sign at the line or plane, so the classes must "
          + "lie on its two sides; in space the camera turns to see it nearly edge-on. Of a flow of second "
          + "order it sees the positions alone, not the velocities. Compare how far apart they are in the two "
          + "models."
      )
    ) { context, drawing in
      context.drawSpace(isOfFeatures: true, into: &drawing)
    }
    view.isOfSpace = true
    view.suits = { !$0.problem.isOfSeries }
    view.isOpen = true
    view.formula = { subject in
      let state = subject.family.form?.isSecondOrder == true ? "x" : "h"
      return subject.run.model.hasReadout
        ? "\u{177} = w\u{B7}\u{3C6}(x) + b,  \u{3C6}(x) = \(state)(1)"
        : "\u{177} = \(state)\u{2081}(1)"
    }
    return view
  }()
}
