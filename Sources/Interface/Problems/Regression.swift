import Canvas
import NeuralODE

extension ProblemScreen {
  /// A number for every point.
  package static let regression: ProblemScreen = {
    var screen = ProblemScreen(.regression)
    screen.legend = .none
    screen.accuracyName = "R\u{B2}"
    screen.accuracyFormat = { NumberText.fixed(Double($0), 3) }
    screen.explanations = [
      .inputSpace: inputSpace, .features: features, .lossLogarithmic: loss, .lossLinear: loss,
    ]
    return screen
  }()

  private static let inputSpace = (
    "What is learned",
    "On the line: the model as a curve, the points that it learns, and red strokes for how far it "
      + "misses them. In the plane: its surface as bands of colour, between which contours run, "
      + "with the points in the colours of their numbers. On the line a NODE is a monotone map "
      + "with a readout, so it can only rise or only fall; an ANODE can do both."
  )

  private static let features = (
    "Features at t = 1",
    "Where the points are at the end of the flow, in the colours of their numbers. The readout is "
      + "linear, so colours have to change evenly along one direction: the flow has to unfold "
      + "the function."
  )

  private static let loss = (
    "Training loss",
    "The mean of the squares of what is missed, or of smooth L1, which grows evenly where the miss is "
      + "large. On points held out it cannot be expected below their noise. R\u{B2} beside the picture "
      + "is the share of the numbers' variance that the model explains."
  )
}
