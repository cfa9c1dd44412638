import Canvas

extension View {
  package static let grid: View = {
    var view = View(
      model: "grid", "warped grid",
      "the lattice of the input space, advected by the flow"
    ) { context, drawing in
      context.drawLines(.grids, areBands: false, into: &drawing)
    }
    view.hasPlayHead = true
    view.isOfSpace = true
    view.isOpen = true
    view.parts.insert(.grids)
    view.suits = { $0.problem.isOfPoints }
    view.formula = ViewSubject.equationOfMotion
    view.explanation = { subject in
      let form = subject.family.form
      let fold =
        form?.fieldTakesInput == true
        ? "Each input follows a field of its own, so the lattice may fold over itself; the map from x to "
          + "[h; x] cannot. "
        : form?.isSecondOrder == true
          ? "Positions may fold over themselves, since they may pass each other; with their velocities they "
            + "cannot. "
          : "It may be bent and stretched but never torn or folded over, since a flow is a homeomorphism; a "
            + "residual network's blocks may fold it. With added dimensions the picture is a projection, "
            + "which may overlap. "
      let start =
        form?.startModule != nil && form?.isSecondOrder == false
        ? "At t = 0 the trained map A x + b tilts it; it is still flat. " : ""
      return (
        "The warped grid",
        "The square lattice of the input space, carried to time t by the flow. " + start + fold
          + "Where meshes stretch to threads, the flow pulls neighbours apart."
      )
    }
    return view
  }()
}
