import Canvas

extension View {
  package static let band: View = {
    var view = View(
      model: "band", "rubber band",
      "two closed curves in the flow, and how often one winds round the other"
    ) { context, drawing in
      // Also show the training's own steps if these do not follow the flow.
      let isFollowed = context.snapshot?[.solveAccuracy]?.isAccurate != false
      let tolerance = context.snapshot?.configuration.training.tolerance ?? 0
      let asTrained = isFollowed ? nil : context.picture(.bandsAsTrained)
      context.drawLines(
        .bands, areBands: true, asTrained: asTrained.map { (SpaceReader($0), tolerance) },
        into: &drawing)
    }
    view.hasPlayHead = true
    view.isOfSpace = true
    view.isOpen = true
    view.parts.insert(.bands)
    view.parts.insert(.bandsAsTrained)
    view.probeRow = 1
    view.suits = {
      $0.problem.target == .sign && !$0.problem.isOfSeries && $0.data.dimension > 1
    }
    view.explanation = { subject in
      let form = subject.family.form
      return (
        "The rubber band",
        "One closed curve runs inside the outer class, one round the inner class; the flow carries "
          + "both. "
          + (form?.isSecondOrder == true
            ? "These are their positions, which may pass each other at different velocities, so the winding "
              + "number may change. With their velocities, in four dimensions, the curves never meet."
            : form?.fieldTakesInput == true
              ? "Each input follows a field of its own, so a curve may go through the other, and the winding "
                + "number may change, without an added dimension."
              : "In the plane the outer curve keeps winding once round the inner one, "
                + "since no flow can carry one through the other; a residual network's blocks can. "
                + "One added dimension opens a way round, and the curves come apart.")
      )
    }
    view.formula = { subject in
      "winding number = (1/2\u{3C0})\u{B7}\u{222B} d\u{3B8} = {winding(\(subject.side.rawValue))}"
    }
    return view
  }()
}
