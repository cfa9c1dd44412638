import Canvas
import LiveSession

/// Technical terms on the screen, with their meanings; also the source of docs/glossary.md.
package struct Glossary {
  struct Entry {
    let word: String
    /// A sentence or two.
    let meaning: String
    /// Beginnings of words that this entry explains, also capitalized.
    let forms: [String]

    /// - Parameter forms: by default, the word itself.
    init(_ word: String, as forms: [String]? = nil, _ meaning: String) {
      (self.word, self.meaning) = (word, meaning)
      self.forms = (forms ?? [word]).flatMap { [$0, $0.prefix(1).uppercased() + $0.dropFirst()] }
    }

    func isUsed(in text: String) -> Bool {
      forms.contains { form in
        text.ranges(of: form).contains { range in
          range.lowerBound == text.startIndex
            || !text[text.index(before: range.lowerBound)].isLetter
        }
      }
    }
  }

  /// In alphabetical order.
  static let entries: [Entry] = [
    Entry("accuracy", "The share of points, or images, that the model classifies correctly."),
    Entry(
      "added dimensions p", as: ["p =", "p zeros", "appended", "dimension"],
      "p coordinates added to each input, 0 at t = 0 unless their start is learned. p = 0 gives the "
        + "plain Neural ODE."),
    Entry(
      "adjoint",
      "λ(t) = ∂L/∂h(t): how the loss changes with the state at time t. It obeys its own ODE, "
        + "solved from t = 1 back to 0, while the gradient of the weights adds up."),
    Entry(
      "ANODE", as: ["ANODE", "augmented", "augmentation"],
      "Augmented Neural ODE: a Neural ODE with p added dimensions, which give the flow more room "
        + "to move."),
    Entry(
      "backpropagation", as: ["backprop"],
      "The gradient by the chain rule, back through every accepted step of the solver, whose stages it "
        + "keeps in memory."),
    Entry(
      "block",
      "One unit of a residual network: it adds F(h) to the state h. It costs one evaluation of F."),
    Entry(
      "channel",
      "One grid of numbers in an image: one for grey, three for red, green and blue. An augmented "
        + "model adds p channels, all 0 at t = 0."),
    Entry(
      "Controlled NODE",
      "A Neural ODE whose field takes the input, too: each input has a field of its own, and paths may "
        + "cross."),
    Entry(
      "correlation",
      "A number from −1 to 1: how nearly one quantity is a straight-line function of another."),
    Entry("cross hair", "The input that you probe: both models show their answer for it."),
    Entry("epoch", "One pass of training over all training points."),
    Entry(
      "Euler step", as: ["Euler step", "Euler steps"],
      "h + Δt·f(h, t): a straight move along one arrow of the field for a time Δt."),
    Entry("evaluation", "One call of the network f: the unit of a solve's cost."),
    Entry("extrapolated", as: ["extrapolat"], "Beyond the observed times."),
    Entry(
      "features φ(x)", as: ["features", "φ"],
      "The state at t = 1, where the flow has carried the input x. The readout sees nothing else."),
    Entry(
      "field f", as: ["field"],
      "The network's answer to: at this place and time, which way and how fast? Drawn as strokes, "
        + "streamlines or particles."),
    Entry(
      "filter",
      "A small pattern of weights that slides over an image; a convolution has several."),
    Entry("flow", "The map that carries each input along its path for a time t."),
    Entry(
      "gradient",
      "For each weight, how fast the loss changes with it. Training moves weights against it."),
    Entry(
      "Grönwall's inequality", as: ["Grönwall"],
      "If f is Lipschitz with constant L, the distance between two paths stays between "
        + "e^(\u{2212}Lt) and e^(Lt) times its value at t = 0, so it never becomes 0."),
    Entry(
      "held out", as: ["held out", "test accuracy", "test-accuracy"],
      "Points or images that training never uses: they test what the model has learned."),
    Entry(
      "homeomorphism", as: ["homeomorph"],
      "A continuous map with a continuous inverse: it stretches and bends, but never tears or "
        + "glues. The exact flow of a Neural ODE is one."),
    Entry("iteration", "One update of the weights, from one batch of points."),
    Entry(
      "Learned ANODE",
      "An ANODE whose added dimensions start at Ax + b, with A and b trained, instead of at 0."),
    Entry(
      "Lipschitz",
      "|f(a) − f(b)| ≤ L·|a − b| for all a and b, with one constant L. Then exactly one path runs "
        + "through each place at each time."),
    Entry(
      "loss",
      "The number that training reduces: the mean error over the points, by a formula that "
        + "depends on the problem."),
    Entry("median", "The middle one of several values: half are below it, half above."),
    Entry(
      "NFE",
      "Number of function evaluations: how often one solve from t = 0 to t = 1 calls the network. "
        + "dopri5 needs 2 + 6·(accepted + rejected steps). \"1e-6: 104 NFE\" is the cost of a "
        + "solve at that tolerance."),
    Entry(
      "NODE", as: ["NODE", "Neural ODE"],
      "Neural ODE: dh/dt = f(h, t) with a network f, solved from t = 0, where h is the input, to "
        + "t = 1."),
    Entry(
      "parameters", as: ["parameter", "weights"],
      "The numbers that training changes: weights and biases."),
    Entry(
      "path", as: ["path", "trajector"],
      "The state of one input at each time from 0 to 1: a solution of the ODE."),
    Entry(
      "PC", as: ["PC", "principal"],
      "Principal component: a direction in which the points spread most. With p ≥ 2 the first "
        + "three are drawn."),
    Entry(
      "phase portrait",
      "A motion drawn without time: each state is a place, and the field there an arrow."),
    Entry(
      "readout", as: ["readout", "dividing line", "w·", "+ b"],
      "The last, linear step w·h(1) + b. Its sign is the answer, so a readout plane (in 2-D, a "
        + "line) divides the classes."),
    Entry(
      "rejected step", as: ["reject"],
      "A step whose estimated error is above the tolerance. The solver tries again with a shorter "
        + "step; the evaluations are lost."),
    Entry(
      "ResNet", as: ["ResNet", "residual"],
      "Residual network: h ← h + F(h), block after block. One block is an Euler step of size 1 of "
        + "an ODE."),
    Entry(
      "seed",
      "The number that determines the random first weights and points. The same seed gives the "
        + "same run, to the bit."),
    Entry(
      "solve error", as: ["solve error", "solve-error", "accurate"],
      "The distance between the features from the training solver and those of the exact flow, in "
        + "per cent of their spread (the root mean square distance from their mean). A solve is "
        + "accurate if its worst point is off by at most 5 %."),
    Entry(
      "solver", as: ["solver", "dopri5", "Euler"],
      "The method that follows the ODE in steps. dopri5 adapts their lengths to the tolerance; "
        + "Euler's are all equal."),
    Entry(
      "SONODE",
      "Second-order Neural ODE: the field is the acceleration of positions x, which start at the "
        + "input; their velocities start at a trained Ax + b."),
    Entry(
      "stage",
      "One evaluation of f within a step of the solver; dopri5 needs six new ones for each step."),
    Entry("step", "A stretch of time that the solver crosses at once."),
    Entry(
      "stiff",
      "An ODE is stiff where stability, not accuracy, forces an explicit method to take short "
        + "steps."),
    Entry(
      "tolerance",
      "The error that the solver allows itself in one step. A smaller one is more accurate and "
        + "costs more evaluations."),
    Entry(
      "topology",
      "What stretching and bending do not change: what is inside, what is connected, how often a "
        + "curve goes round."),
    Entry("unseen", "In a chart: the same number for points held out."),
    Entry(
      "white: both",
      "In a chart of cells: the curves of both models run through that cell; black in light themes."
    ),
    Entry(
      "winding number", as: ["winding"],
      "How often a closed curve goes round a point, or round another curve. A flow of the plane "
        + "that carries both does not change it."),
  ]

  /// The entries for the words in the caption, then for those in the focused panel.
  static func words(of state: DuelState) -> [Entry] {
    let strip = state.strip
    let formula = strip.formula?.text(left: nil, right: nil, glyphs: .unicode) ?? ""
    let said = strip.hasCaption ? "\(strip.caption) \(formula)" : ""
    let shown = Explanation.text(state.navigation.focus, state)
    let rest = "\(shown.title) \(shown.text) NFE epoch loss"
    return entries.filter { $0.isUsed(in: said) }
      + entries.filter { !$0.isUsed(in: said) && $0.isUsed(in: rest) }
  }

  /// Draws as many entries as fit.
  static func draw(_ state: DuelState, into screen: inout Composition, look: Look) {
    let width = min(screen.grid.width - 4, 92)
    guard width >= 20 else { return }
    let column = min(24, width / 3)
    let room = max(1, screen.grid.height - 6)
    var rows: [(word: String, text: String)] = []
    for entry in words(of: state) {
      let lines = CellGrid.wrap(entry.meaning, width: width - column - 6)
      guard rows.count + lines.count <= room else { break }
      for (offset, line) in lines.enumerated() {
        rows.append((offset == 0 ? entry.word : "", line))
      }
    }
    look.box(
      over: &screen, width: width, height: min(screen.grid.height, rows.count + 4), title: "words",
      foot: " \(ActionTable.key(.close)) closes "
    ) { grid, box in
      for (offset, row) in rows.enumerated() {
        let y = box.y + 2 + offset
        grid.write(
          row.word, x: box.x + 3, y: y, style: Style(look.theme.highlight, bold: true),
          maxWidth: column - 1)
        grid.write(row.text, x: box.x + 3 + column, y: y, style: look.text)
      }
    }
  }

  package static var markdown: String {
    entries.map { "**\($0.word)**: \($0.meaning)\n" }.joined(separator: "\n")
  }
}
