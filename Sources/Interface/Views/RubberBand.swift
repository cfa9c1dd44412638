import Canvas

extension View {
  /// Two closed curves, advected by the flow, and how often one winds round the other.
  package static let band: View = {
    var view = View(
      model: "band", "rubber band",
      "two closed curves in the flow, and how often one winds round the other",
      explanation: (
        "The rubber band",
        "One closed curve runs inside the outer class, one round the inner class; the flow carries "
          + "both. In the plane the outer curve keeps winding once round the inner one at every time, "
          + "since no flow can carry one through the other; a residual network's jumps can. With one more dimension there is a way round, and the "
          + "curves come apart."
      )
    ) { context, drawing in
      // As the training's own steps advect them, where those do not follow the flow.
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
    view.formula = { subject in
      "winding number = (1/2\u{3C0})\u{B7}\u{222E} d\u{3B8} = {winding(\(subject.side.rawValue))}"
    }
    return view
  }()
}
