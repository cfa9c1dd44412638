import CellGraphics
import Drawing

extension View {
  /// The input lattice, advected by the flow.
  package static let grid: View = {
    var view = View(
      model: "grid", "warped grid",
      "the lattice of the input space, advected by the flow",
      explanation: (
        "The warped grid",
        "The square lattice of the input space, carried to time t by the flow. It may be bent and "
          + "stretched but never torn or folded over: a flow is a homeomorphism. Look where its "
          + "meshes are stretched to threads; that is where the flow is hard to solve."
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
