import Canvas
import LiveSession

/// The words of the field, as the screen uses them: behind the key that explains a caption, and
/// the glossary among the documents.
package struct Glossary {
  /// A word and what it means.
  struct Entry {
    /// The word, as it stands in the glossary.
    let word: String
    /// What it means, in a sentence or two.
    let meaning: String
    /// The beginnings of words that call for it, at the beginning of a sentence, too.
    let forms: [String]

    /// - Parameter forms: those of the word alone, if none are given.
    init(_ word: String, as forms: [String]? = nil, _ meaning: String) {
      (self.word, self.meaning) = (word, meaning)
      self.forms = (forms ?? [word]).flatMap { [$0, $0.prefix(1).uppercased() + $0.dropFirst()] }
    }

    /// Does a text use the word?
    func isUsed(in text: String) -> Bool {
      forms.contains { form in
        text.ranges(of: form).contains { range in
          range.lowerBound == text.startIndex
            || !text[text.index(before: range.lowerBound)].isLetter
        }
      }
    }
  }

  /// All of them, in alphabetical order.
  static let entries: [Entry] = [
    Entry(
      "accuracy",
      "The share of points, or images, that the model puts into their own class."),
    Entry(
      "adjoint",
      "λ(t) = ∂L/∂h(t): how the loss changes with the state at time t. It obeys an ODE of its own, "
        + "solved backwards from t = 1; along the way the gradient of the weights adds up."),
    Entry(
      "ANODE", as: ["ANODE", "augmented", "augmentation"],
      "Augmented Neural ODE: a Neural ODE whose state is the input with p zeros appended, so that "
        + "the flow has more dimensions to move in."),
    Entry(
      "augmented dimensions p", as: ["p =", "p zeros", "appended", "dimension"],
      "How many zeros are appended to each input. p = 0 is the plain Neural ODE."),
    Entry(
      "backpropagation", as: ["backprop"],
      "The gradient by the chain rule, back through every step the solver took; it keeps all "
        + "their stages."),
    Entry(
      "block",
      "A layer of a residual network: it adds F(h) to the state h. It costs one evaluation of F."),
    Entry(
      "channel",
      "One sheet of numbers of an image: one for grey, three for red, green and blue, and p more "
        + "of zeros in an augmented model."),
    Entry(
      "correlation",
      "A number from −1 to 1: how nearly one quantity is a straight-line function of another."),
    Entry(
      "cross hair",
      "The place of the input plane that you ask about; both models answer for it."),
    Entry(
      "epoch", "One pass of training over all training points."),
    Entry(
      "Euler step", as: ["Euler step", "Euler steps"],
      "h + Δt·f(h, t): straight on along one arrow for a time Δt."),
    Entry(
      "evaluation",
      "One call of the network f: the unit in which the cost of a solve is counted."),
    Entry(
      "extrapolated", as: ["extrapolat"],
      "Beyond the times that were observed."),
    Entry(
      "features φ(x)", as: ["features", "φ"],
      "The state at t = 1, where the flow has carried the input x. The readout sees only these."),
    Entry(
      "field f", as: ["field"],
      "The network's answer to: at this place and time, which way and how fast? The strokes."),
    Entry(
      "filter",
      "A small pattern of weights that slides over an image; a convolution has several."),
    Entry(
      "flow",
      "The map that carries every input along its path for a time t."),
    Entry(
      "gradient",
      "For each weight, how fast the loss changes with it. Training moves weights against it."),
    Entry(
      "Grönwall's inequality", as: ["Grönwall"],
      "If f is Lipschitz with constant L, the distance of two paths stays between e^(\u{2212}Lt) and "
        + "e^(Lt) times what it was: so it never becomes 0."),
    Entry(
      "held out", as: ["held out", "hidden slice", "test accuracy", "test-accuracy"],
      "Points or images that the model has not trained on: the test of what it has learned."),
    Entry(
      "homeomorphism", as: ["homeomorph"],
      "A continuous map with a continuous inverse: it stretches and bends, and neither tears nor "
        + "glues. The exact flow of a Neural ODE is one."),
    Entry(
      "iteration",
      "One update of the weights, from one batch of points."),
    Entry(
      "Lipschitz",
      "|f(a) − f(b)| ≤ L·|a − b| for all a and b, with one constant L. Then there is one path "
        + "through each place at each time."),
    Entry(
      "loss",
      "What training makes small: the mean error over the points, by a formula that depends on the "
        + "problem."),
    Entry(
      "median",
      "The middle one of several values: half of them lie below it, half above."),
    Entry(
      "NFE",
      "Number of function evaluations: how often one solve from t = 0 to t = 1 calls the network. "
        + "dopri5 needs 2 + 6·(accepted + rejected steps). \"1e-6: 104 NFE\" is what a solve at "
        + "that tolerance would take."),
    Entry(
      "NODE", as: ["NODE", "Neural ODE"],
      "Neural ODE: dh/dt = f(h, t) with a network f, solved from t = 0, where h is the input, to "
        + "t = 1."),
    Entry(
      "parameters", as: ["parameter", "weights"],
      "The numbers that training changes: weights and biases."),
    Entry(
      "path", as: ["path", "trajector"],
      "Where the state of one input is at each time from 0 to 1: a solution of the ODE."),
    Entry(
      "PC", as: ["PC", "principal"],
      "Principal component: a direction in which the points spread most. With p ≥ 2 the three "
        + "largest are drawn."),
    Entry(
      "phase portrait",
      "A motion drawn without time: each state is a place, and the field there an arrow."),
    Entry(
      "readout", as: ["readout", "dividing line", "w·", "+ b"],
      "The last, linear step w·h(1) + b. Its sign is the answer, so a straight line, or a plane, "
        + "divides the classes."),
    Entry(
      "rejected step", as: ["reject"],
      "A step whose estimated error was above the tolerance. It is tried again, shorter, and its "
        + "evaluations are spent."),
    Entry(
      "ResNet", as: ["ResNet", "residual"],
      "Residual network: h ← h + F(h), block after block. An Euler step of size 1 of an ODE is one "
        + "block."),
    Entry(
      "seed",
      "The number that the random first weights and points come from. The same seed gives the same "
        + "run, to the bit."),
    Entry(
      "solve error", as: ["solve error", "solve-error", "accurate"],
      "How far the features that the training's solver finds are from those of the exact flow, in "
        + "per cent of their spread, the root mean square distance from their mean. A solve is "
        + "accurate where its worst point is off by no more than 5 %."),
    Entry(
      "solver", as: ["solver", "dopri5", "Euler"],
      "The method that follows the ODE in steps. dopri5 chooses their lengths by the tolerance; "
        + "Euler's are all alike."),
    Entry(
      "stage",
      "One evaluation of f within a step of the solver; dopri5 has six new ones a step."),
    Entry(
      "step", "A stretch of time that the solver crosses at once."),
    Entry(
      "stiff",
      "An ODE is stiff where the stability of an explicit method, and not accuracy, keeps its steps "
        + "short."),
    Entry(
      "tolerance",
      "The error that the solver allows itself in one step. Smaller is more accurate and costs more "
        + "evaluations."),
    Entry(
      "topology",
      "What stretching and bending do not change: what is inside, what is connected, how often a "
        + "curve goes round."),
    Entry(
      "unseen", "In a chart: the same number over what is held out."),
    Entry(
      "white: both",
      "In a chart of cells: the curves of both models run through the same cell there."),
    Entry(
      "winding number", as: ["winding"],
      "How often a closed curve goes round a given point, or round another curve. A flow of the "
        + "plane does not change it."),
  ]

  /// What a screen's captions and its focused panel use of them, in that order.
  static func words(of state: DuelState) -> [Entry] {
    let strip = state.strip
    let formula = strip.formula?.text(left: nil, right: nil, glyphs: .unicode) ?? ""
    let said = strip.hasCaption ? "\(strip.caption) \(formula)" : ""
    let shown = Explanation.text(state.navigation.focus, state)
    let rest = "\(shown.title) \(shown.text) NFE epoch loss"
    return entries.filter { $0.isUsed(in: said) }
      + entries.filter { !$0.isUsed(in: said) && $0.isUsed(in: rest) }
  }

  /// The box above the screen: as many words as it has room for.
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
          maxWidth: column - 1, glyphs: look.glyphs)
        grid.write(
          row.text, x: box.x + 3 + column, y: y, style: look.text, glyphs: look.glyphs)
      }
    }
  }

  /// The glossary in Markdown.
  package static var markdown: String {
    entries.map { "**\($0.word)**: \($0.meaning)\n" }.joined(separator: "\n")
  }
}
