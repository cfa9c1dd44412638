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
    view.explanation = explanation
    return view
  }()

  private static func explanation(_ subject: ViewSubject) -> (title: String, text: String) {
    let form = subject.family.form
    let divided =
      subject.axes == 2 && subject.run.problem.target != .number
      ? " At t = 1 the line is the readout plane between the classes: accuracy is judged by it."
      : ""
    guard let form else {
      return (
        "A residual network, block by block",
        "Points jump from block to block: x becomes x + F(x), with nothing in between. Blocks may "
          + "carry points past each other, which no flow can do, so points may swap places. A Neural ODE is "
          + "the limit of ever more and ever smaller blocks." + divided
      )
    }
    let accuracy =
      " Bottom row: how far the training's solver is from the exact flow at t = 1, in per cent of the spread "
      + "of the features (accurate up to 5 % for the worst point), and the cost of a solve at tolerance 1e-6."
    if form.isSecondOrder {
      let start = "Each point has a position x and a velocity v, which starts at A x + b, trained. "
      let other = " \(ActionTable.key(.projection)) shows "
      return subject.state.showsPositions(subject.side)
        ? (
          "Positions of a flow of second order",
          start
            + "Here are the positions alone: paths may cross, as cars pass each other at different speeds. "
            + "The field is not drawn, since a place has no velocity of its own."
            + divided + other + "both, where no two paths meet." + accuracy
        )
        : (
          "Positions and velocities",
          start
            + "The flow is in both, and there its paths never meet: two points at one position differ in v. "
            + "The field moves x by v, and v by what was learned. Dotted: where points start."
            + (subject.run.features > 3 ? " Of the velocities one is drawn." : "")
            + other + "the positions alone, where they cross." + accuracy
        )
    }
    if form.fieldTakesInput {
      return (
        "A field for every input",
        "The field takes the input x beside the state h, so each input follows a field of its own, and paths may "
          + "cross: they meet in h, not in [h; x]. Click an input, and the strokes are its field; they change "
          + "when you click another one. In [h; x] this is one flow, whose x stands still."
          + divided
          + accuracy
      )
    }
    if subject.axes == 1 {
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
    let start =
      form.startModule == nil
      ? "The added coordinates start at 0, so points can leave the plane, and points inside a "
        + "ring can rise over it."
      : "The added coordinates start at A x + b, trained: on the dotted sheet, which is tilted but flat, so a "
        + "disk still lies in its ring. From there points can rise over it."
    return (
      form.isAugmented ? "The flow in the augmented space" : "The flow",
      "Each point starts at its data and follows the learned vector field (the strokes) "
        + "from t = 0 to t = 1. "
        + (form.isAugmented
          ? start + " See how short and straight the paths are."
          : "No two points are at one place at one time (their drawn paths may cross at different times), "
            + "so points inside a ring stay inside. The ring may be stretched between two of its points "
            + "into a long loop. Look for it, and what it costs in NFE.")
        + divided + accuracy
    )
  }
}
