import Canvas

extension View {
  /// Trajectories and the learned field at the play head's time.
  package static let flow: View = {
    var view = View(
      model: "flow", "flow",
      "trajectories and the learned field at the play head's time"
    ) { context, drawing in
      context.drawSpace(isOfFeatures: false, into: &drawing)
    }
    view.hasPlayHead = true
    view.isOfSpace = true
    view.isOpen = true
    // A residual network has jumps, and no flow.
    view.titleOf = { $0.model.family == .resnet ? "jumps" : nil }
    view.formula = ViewSubject.equationOfMotion
    view.explanation = { subject in
      let family = subject.family
      let divided =
        subject.run.problem.target == .number
        ? ""
        : " At t = 1 the line is where the readout divides the classes: accuracy is judged by it."
      if family == .resnet {
        return (
          "A residual network, block by block",
          "Points jump from block to block: x becomes x + F(x), with nothing in between. Jumps may "
            + "carry points past each other, which no flow can do, so they may swap places. A Neural ODE is "
            + "what remains when the blocks become ever more and ever smaller."
            + (subject.isPlane ? divided : "")
        )
      }
      if subject.isLine {
        return (
          "The flow on a line",
          "Time runs to the right and the state upwards; short strokes are the learned slope, curves "
            + "are trajectories. Those of a flow never meet, so points keep their order whatever is "
            + "learned; a few long steps of a solver may pass each other."
            + (subject.run.data.kind == .flip
              ? " That is why a Neural ODE cannot take \u{2212}1 to +1 and +1 to \u{2212}1: its loss stays at 0.5. "
                + "The bright points, \u{2212}1 and +1, are the only ones that are learned; the fainter ones beside "
                + "them show where the flow takes their surroundings." : "")
        )
      }
      return (
        family == .anode ? "The flow in the augmented space" : "The flow",
        "Each point starts where the data put it and follows the learned vector field (the strokes) "
          + "from t = 0 to t = 1. "
          + (family == .anode
            ? "The extra coordinates start at 0, so points can leave the plane, and what lies inside a "
              + "ring can rise over it. See how short and straight the paths are."
            : "No two points are at one place at one time (their drawn paths may cross at different times), "
              + "so what lies inside a ring stays inside. The ring may be stretched between two of its points "
              + "into a long loop. Look for it, and what it costs in NFE.")
          + (subject.isPlane ? divided : "")
          + " At the foot: how far the training's solver is from the exact flow at t = 1, in per cent of the spread "
          + "of the features (accurate up to 5 % for the worst point), and what a solve at a tolerance of 1e-6 costs."
      )
    }
    return view
  }()
}
