import Canvas

extension View {
  package static let grid: View = {
    var view = View(
      model: "grid", "warped grid",
      "the lattice of the input space, advected by the flow",
      explanation: (
        "The warped grid",
        "The square lattice of the input space, carried to time t by the flow. It may be bent and "
          + "stretched but never torn or folded over, since a flow is a homeomorphism; a residual "
          + "network's blocks may fold it, and so may fields that differ from input to input. With added dimensions the picture is a projection, which may "
          + "overlap. Where meshes stretch to threads, the flow pulls neighbours apart."
      )
    ) { context, drawing in
      context.drawLines(.grids, areBands: false, into: &drawing)
    }
    view.hasPlayHead = true
    view.isOfSpace = true
    view.isOpen = true
    view.parts.insert(.grids)
    view.suits = { $0.problem.isOfPoints }
    view.formula = ViewSubject.equationOfMotion
    return view
  }()
}
