import Canvas
import NeuralODE

extension ProblemScreen {
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
    "The learned map",
    "On the line: the model as a curve, the points it learns, and its errors as red strokes. In the "
      + "plane: its surface as bands of colour with contours between them, and the points in the "
      + "colours of their numbers. On the line a NODE is a monotone map with a readout, so it can "
      + "only rise or only fall; an ANODE can do both."
  )

  private static let features = (
    "Features at t = 1",
    "Where the points are at the end of the flow, in the colours of their numbers. The readout is "
      + "linear, so the colours must change evenly along one direction: the flow has to unfold "
      + "the function."
  )

  private static let loss = (
    "Training loss",
    "The mean squared error, or the mean smooth L1, which grows linearly for large errors. On "
      + "held-out points do not expect it to fall below their noise. R\u{B2} beside the picture "
      + "is the share of the numbers' variance that the model explains."
  )
}
