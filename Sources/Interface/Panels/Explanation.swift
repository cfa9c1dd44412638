import CellGraphics
import Drawing
import LiveSession
import NeuralODE

/// What a panel shows and what to look for, in three sentences that a student understands.
enum Explanation {
  /// The text for a panel as it is.
  static func text(_ panel: Panel, _ state: DuelState) -> (title: String, text: String) {
    let view = state.view(of: panel)
    switch panel {
    case .nfe:
      return (
        "NFE: number of function evaluations",
        "How often the solver evaluated the vector field for one batch: the price of the model, "
          + "counted where a network would count its layers. A rising curve says that the learned flow "
          + "has become harder to follow. Look for the moment when a Neural ODE has to tear the inner "
          + "class out of the outer one, and for the augmented model staying flat."
      )
    case .loss where state.setup.isOfImages:
      return (
        "Training loss",
        "The cross entropy in nats: minus the logarithm of the probability that the model gives to the "
          + "right class, 2.3 when it knows nothing of ten classes. Equal distances are equal ratios. The "
          + "dotted end is the loss of images that are not learned from: where it stays above the "
          + "curve, the model learns its images by heart."
      )
    case .loss:
      return (
        "Training loss",
        "How far the outputs are from the targets \u{B1}1, on the batch of each iteration; the band is "
          + "the spread of iterations that share a column. Equal distances are equal ratios, so a "
          + "straight fall is exponential progress. Where points are held out, the dotted curve is "
          + "their loss: if it turns up while the other falls, the model learns its points by heart."
      )
    case .maps where view == .scatter:
      return (
        "Loss against NFE",
        "A dot for every stretch of training: evaluations across, loss up. A model that gets better at no "
          + "higher price falls straight down; one that pays for every gain drifts to the right as it "
          + "falls. Compare the two clouds at the same height: how much does the same loss cost?"
      )
    case .maps where state.setup.isOfImages:
      return (
        "Test accuracy",
        "The share of test images that are classified correctly, measured once an epoch or more often. "
          + "Guessing gets one in ten digits. Both models have equally many parameters; what differs "
          + "is where they have them. \(ActionTable.key(.nextView)) shows loss against NFE."
      )
    case .maps:
      return (
        "The input space as each model sees it",
        "Every place of the input space in the colour of the output there, dark where the model is "
          + "undecided. A Neural ODE on the annulus leaves a tendril: the corridor through which the "
          + "disk was squeezed out of the ring, where new points get a wrong class. Click to set the "
          + "cross hair, or paint points of your own with \(ActionTable.key(.brush))."
      )
    case .settings:
      return (
        "Settings",
        "Everything that can be changed, while it runs; two values side by side are those of the left "
          + "and the right model. What can apply to a running model does, everything else restarts "
          + "it, and the foot of the panel says which before you do it. \(ActionTable.key(.undo)) takes a change back."
      )
    case .left, .right: return explain(view, state, panel)
    }
  }

  /// The equation that a panel's picture rests on, with the runs' numbers in it; nil where there is none.
  static func formula(_ panel: Panel, _ state: DuelState) -> String? {
    let view = state.view(of: panel)
    let side = (panel.side ?? .left).rawValue
    let run = state.setup.run(panel.side ?? .left)
    let family = run.model.family
    switch panel {
    case .nfe:
      return "NFE = calls of f(h, t) on the way from t = 0 to 1 = {nfe(left)} | {nfe(right)}"
    case .loss where state.setup.isOfImages:
      return "L = \u{2212}(1/n)\u{B7}\u{2211} log softmax(z)_y = {loss(left)} | {loss(right)}"
    case .loss where run.training.loss == .smoothL1:
      return
        "L = (1/n)\u{B7}\u{2211} \u{2113}(\u{177} \u{2212} y) = {loss(left)} | {loss(right)},"
        + "  \u{2113}(e) = e\u{B2}/2 up to |e| = 1, then |e| \u{2212} 1/2"
    case .loss, .maps, .settings: return nil
    case .left, .right: break
    }
    switch view {
    case .flow, .grid, .layers, .channels, .film:
      if family == .resnet { return "h(k+1) = h(k) + F(h(k)),  h(0) = x" }
      if run.model.augmentation > 0 {
        return "d[h; a]/dt = f([h; a], t),  [h; a](0) = [x; 0],  p = {p(\(side))}"
      }
      return "dh/dt = f(h(t), t),  h(0) = x,  \u{3C6}(x) = h(1)"
    case .band:
      return "winding number = (1/2\u{3C0})\u{B7}\u{222E} d\u{3B8} = {winding(\(side))}"
    case .wayBack:
      return
        "miss = max \u{2016}x\u{2032} \u{2212} x\u{2016} / \u{2016}x\u{2016} = {inverse(\(side))}"
    case .features:
      return run.model.hasReadout
        ? "\u{177} = w\u{B7}\u{3C6}(x) + b,  \u{3C6}(x) = h(1)" : "\u{177} = h\u{2081}(1)"
    case .steps where run.training.solver.isAdaptive && run.training.solver.isFSAL:
      return "NFE = 2 + \(run.training.solver.evaluationsPerStep)\u{B7}({steps(\(side))} + "
        + "{rejected(\(side))}) = {nfe(\(side))}"
    case .inputSpace, .training, .steps, .samples, .gallery, .mistakes, .confusion, .accuracy,
      .scatter, .linear, .logarithmic:
      return nil
    }
  }

  private static func explain(
    _ view: PanelView, _ state: DuelState, _ panel: Panel
  ) -> (String, String) {
    let side = panel.side ?? .right
    let family = state.setup[side].family
    let isLine = state.setup.data.dimension == 1 && !state.isSolid(panel)
    switch view {
    case .channels, .film, .gallery, .mistakes, .confusion: return explainImages(view)
    case .flow where state.setup.isOfImages:
      return (
        "The flow of images",
        "Every dot is a test image, in the colour of its class, and every strand its path from t = 0 to "
          + "t = 1 through a space of some hundred dimensions, of which the three are shown along which the "
          + "features spread most. Images of a class should end together. See how long and bent the "
          + "paths are, and what that costs in NFE."
      )
    case .features where state.setup.isOfImages:
      return (
        "Features at t = 1",
        "Where the test images are at the end of the flow, along the three axes of most spread: what the "
          + "linear readout sees, which gives each class a direction. Classes that lie in one another here "
          + "are those that the confusion matrix shows to be mixed up."
      )
    case .samples where state.setup.isOfImages:
      return (
        "NFE by image",
        "Each test image is solved alone, with its own steps: one row for each NFE. A batch is "
          + "solved as one system whose error is an average, so easy images pay for hard ones."
      )
    case .flow where family == .resnet:
      return (
        "A residual network, block by block",
        "Points jump from block to block: x becomes x + F(x), with nothing in between. Jumps may "
          + "cross, which no flow can do, so the network may swap places at will. A Neural ODE is "
          + "what remains when the blocks become ever more and ever smaller."
      )
    case .flow where isLine:
      return (
        "The flow on a line",
        "Time runs to the right and the state upwards; short strokes are the learned slope, curves "
          + "are trajectories. Two trajectories never cross, so points keep their order whatever is "
          + "learned. That is why a Neural ODE cannot take \u{2212}1 to +1 and +1 to \u{2212}1, and its loss "
          + "stays above 0.5."
      )
    case .flow:
      return (
        family == .anode ? "The flow in the augmented space" : "The flow",
        "Each point starts where the data put it and follows the learned vector field (the strokes) "
          + "from t = 0 to t = 1. "
          + (family == .anode
            ? "The extra coordinates start at 0, so points can leave the plane, and what lies inside a "
              + "ring can rise over it. See how short and straight the paths are."
            : "Trajectories never cross, so what lies inside a ring stays inside unless it is squeezed "
              + "through a gap between points. Look for the corridor, and what it costs in NFE.")
          + " At the foot: solved to t = 1 and back, how far the worst point misses its start, in per cent of its "
          + "distance from 0 (up to 5 % counts as integrated), and what a solve at a tolerance of 1e-6 costs."
      )
    case .grid:
      return (
        "The warped grid",
        "The square lattice of the input space, carried to time t by the flow. It may be bent and "
          + "stretched but never torn or folded over: a flow is a homeomorphism. Look where its "
          + "meshes are stretched to threads; that is where the flow is hard to solve."
      )
    case .band:
      return (
        "The rubber band",
        "One closed curve runs inside the outer class, one round the inner class; the flow carries "
          + "both. In the plane the outer curve keeps winding once round the inner one at every time, "
          + "since neither can cross the other. With one more dimension there is a way round, and the "
          + "curves come apart."
      )
    case .wayBack:
      return (
        "The way back",
        "Is the flow followed at all? The points are solved to t = 1 and from there back to t = 0, with the "
          + "training's own steps. A flow can be run backwards, so they should end where they began. Red lines are "
          + "how far they miss it. At the foot: the worst miss, in per cent of the point's distance from 0; up to "
          + "5 % counts as integrated. If it is more, picture and NFE are the steps', not the flow's."
      )
    case .features:
      return (
        "Features at t = 1",
        "Where the points are at the end of the flow: these positions are all that the linear "
          + "readout sees. The line or plane is where its output changes sign, so the classes must "
          + "lie on its two sides. Compare how far apart they are in the two models."
      )
    case .inputSpace:
      return (
        "The input space",
        "The model's output at every place, with the training points on top. Held against the "
          + "points, colours between them show how the model generalises. Click to ask about one "
          + "place; its trajectory is drawn in the flow."
      )
    case .layers:
      return (
        "Along t",
        "The same points at several times of the flow, or after each block of a residual network, all "
          + "on the same axes. Read it as the layers of a network. Look when the classes come apart: "
          + "early and steadily, or late and in a hurry."
      )
    case .training:
      return (
        "Over training",
        "The features at t = 1 as they were at several moments of training, with the evaluations that "
          + "the flow needed then. This is the paper's figure of the features' evolution. Look for the "
          + "moment when the ring breaks, and the NFE from then on."
      )
    case .steps:
      return (
        "The solver microscope",
        "Every step of one solve along t: bars are steps as high as they are long, dots below are "
          + "their estimated errors over what the tolerance allows. Above 1 a step is rejected (red) "
          + "and tried again shorter, and its evaluations are lost. Look where steps get short: there "
          + "the field changes fast."
      )
    case .samples:
      return (
        "NFE by point",
        "Each point is solved alone, with its own steps: one row for each NFE, coloured by "
          + "class. A batch is solved as one system whose error is an average, so easy points pay for "
          + "hard ones and hard ones hide among easy ones. Which class is the hard one?"
      )
    case .linear, .logarithmic, .accuracy, .scatter: return text(.nfe, state)
    }
  }

  private static func explainImages(_ view: PanelView) -> (String, String) {
    switch view {
    case .channels:
      (
        "One image in the flow",
        "A test image carried to the play head's time: blue is below 0, yellow above, dark is 0. The data "
          + "channel starts as the image; augmented channels (+1, +2, ...) start as zeros and become room to "
          + "work in. Look where the NODE has to distort the image itself, since it has nowhere else to put "
          + "what it finds. Arrows choose another image."
      )
    case .film:
      (
        "One image along t",
        "A row is a channel, a column a time; the bold column is the play head's. The scale of a row is "
          + "the same at all times, so growth is visible. Compare how much happens, and how evenly: "
          + "sudden change is what costs evaluations."
      )
    case .gallery:
      (
        "Test images",
        "Images that are not learned from, with their class and, where the model is wrong, what it takes them "
          + "for. Arrows or a click choose the one shown in the flow. Watch the crosses "
          + "disappear while it learns, and which stay in one model only."
      )
    case .mistakes:
      (
        "The worst mistakes",
        "The test images on which the model is wrong and most sure of it, the worst first: what "
          + "they are, what they are taken for, and how sure it is. Some are hard for people too. Are they the "
          + "same in both models?"
      )
    default:
      (
        "Which class is taken for which",
        "A row is what images are, a column what they are taken for; the diagonal is right. Colours are shares "
          + "of the row, mistakes brightened so that they can be seen. Look for pairs that "
          + "resemble each other, and whether both models mix up the same."
      )
    }
  }

  /// The box above the screen.
  static func draw(
    _ panel: Panel, _ state: DuelState, left: Snapshot?, right: Snapshot?,
    into screen: inout Composition, look: Look
  ) {
    let (title, text) = text(panel, state)
    let width = min(screen.grid.width - 4, 72)
    guard width >= 20 else { return }
    let formula = formula(panel, state).flatMap { try? DemoFormula($0) }?
      .text(left: left, right: right, glyphs: look.glyphs)
    let equation = formula.map { CellGrid.wrap($0, width: width - 6) + [""] } ?? []
    let lines = equation + CellGrid.wrap(text, width: width - 6)
    let height = min(screen.grid.height, lines.count + 4)
    let box = Rect(
      x: (screen.grid.width - width) / 2, y: max(0, (screen.grid.height - height) / 2),
      width: width, height: height)
    screen.cover(box) { grid in
      grid.fill(box, with: Cell(" ", Style(look.theme.text, on: look.theme.background)))
      look.frame(box, title: title, color: look.theme.title, isFocused: true, in: &grid)
      for (offset, line) in lines.prefix(height - 4).enumerated() {
        let style = offset < equation.count ? Style(look.theme.title, bold: true) : look.text
        grid.write(line, x: box.x + 3, y: box.y + 2 + offset, style: style, glyphs: look.glyphs)
      }
      grid.write(
        " \(ActionTable.key(.close)) closes ", x: box.x, y: box.maxY - 1, width: box.width - 2,
        alignment: .right, style: look.dim, glyphs: look.glyphs)
    }
  }
}
