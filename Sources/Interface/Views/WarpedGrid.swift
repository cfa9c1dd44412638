import CellGraphics
import Drawing

extension View {
  /// The input lattice, advected by the flow.
  package static let grid: View = {
    var view = View(
      model: "grid", "warped grid",
      "the lattice of the input space, advected by the flow",
      explanation: { _ in
        (
          "The warped grid",
          "The square lattice of the input space, carried to time t by the flow. It may be bent and "
            + "stretched but never torn or folded over: a flow is a homeomorphism. Look where its "
            + "meshes are stretched to threads; that is where the flow is hard to solve."
        )
      }
    ) { context, drawing in
      context.drawLines(context.snapshot?.grids ?? [], areBands: false, into: &drawing)
    }
    view.hasPlayHead = true
    view.isOfSpace = true
    view.parts = .grid
    view.suits = { $0.problem != .images }
    view.formula = { subject in
      let run = subject.run
      if run.model.family == .resnet { return "h(k+1) = h(k) + F(h(k)),  h(0) = x" }
      if run.model.augmentation > 0 {
        return "d[h; a]/dt = f([h; a], t),  [h; a](0) = [x; 0],  p = {p(\(subject.side.rawValue))}"
      }
      return "dh/dt = f(h(t), t),  h(0) = x,  \u{3C6}(x) = h(1)"
    }
    return view
  }()
}
