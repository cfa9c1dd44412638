import Canvas

extension View {
  package static let flow: View = {
    var view = View(
      model: "flow", "flow",
      "trajectories and the learned field at the play head's time"
    ) { context, drawing in
      context.drawSpace(isOfFeatures: false, into: &drawing)
    }
    view.hasPlayHead = true
    view.isOfSpace = true
    view.hasField = true
    view.isOpen = true
    // A residual network has blocks and no flow.
    view.titleOf = { $0.model.family == .resnet ? "jumps" : nil }
    view.formula = ViewSubject.equationOfMotion
    view.explanation = { subject in
      let family = subject.family
      let divided =
        subject.run.problem.target == .number
        ? ""
        : " At t = 1 the line is the readout plane between the classes: accuracy is judged by it."
      if family == .resnet {
        return (
          "A residual network, block by block",
          "Points jump from block to block: x becomes x + F(x), with nothing in between. Blocks may "
            + "carry points past each other, which no flow can do, so points may swap places. A Neural ODE is "
            + "the limit of ever more and ever smaller blocks."
            + (subject.isPlane ? divided : "")
        )
      }
      let check =
        " Bottom row: how far the training's solver is from the exact flow at t = 1, in per cent of the spread "
        + "of the features (accurate up to 5 % for the worst point), and the cost of a solve at tolerance 1e-6."
      if let account = family.form?.account {
        return ("The flow", account + (subject.isPlane ? divided : "") + check)
      }
      if subject.isLine {
        return (
          "The flow on a line",
          "Time runs to the right and the state upwards; short strokes are the learned slope, curves "
            + "are trajectories. Those of a flow never meet, so points keep their order whatever it "
            + "learns; a few long steps of a solver may pass each other."
            + (subject.run.data.kind == .flip
              ? " That is why a Neural ODE cannot take \u{2212}1 to +1 and +1 to \u{2212}1: its loss stays at 0.5. "
                + "Only the bright points, \u{2212}1 and +1, are learned; the fainter ones beside "
                + "them show where the flow takes their surroundings." : "")
        )
      }
      return (
        family == .anode ? "The flow in the augmented space" : "The flow",
        "Each point starts at its data and follows the learned vector field (the strokes) "
          + "from t = 0 to t = 1. "
          + (family == .anode
            ? "The added coordinates start at 0, so points can leave the plane, and points inside a "
              + "ring can rise over it. See how short and straight the paths are."
            : "No two points are at one place at one time (their drawn paths may cross at different times), "
              + "so points inside a ring stay inside. The ring may be stretched between two of its points "
              + "into a long loop. Look for it, and what it costs in NFE.")
          + (subject.isPlane ? divided : "") + check
      )
    }
    return view
  }()
}
