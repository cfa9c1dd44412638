import NeuralODE

extension ProblemScreen {
  /// Points in several classes.
  package static let classes: ProblemScreen = {
    var screen = ProblemScreen(.classes)
    screen.legend = .numbers
    screen.explanations = [
      .lossLogarithmic: loss, .lossLinear: loss, .features: features, .inputSpace: inputSpace,
    ]
    screen.formulas = [.lossLogarithmic: crossEntropy, .lossLinear: crossEntropy]
    return screen
  }()

  private static let loss = (
    "Training loss",
    "The cross entropy in nats: minus the logarithm of the probability that the model gives to the "
      + "right class; the logarithm of the number of classes when it knows nothing."
  )

  private static let features = (
    "Features at t = 1",
    "Where the points are at the end of the flow, and the borders that the linear readout draws "
      + "between the classes: each class has a direction of its own, and a point is taken for the "
      + "class in whose direction it lies farthest. Classes have to be apart so that straight "
      + "borders can part them."
  )

  private static let inputSpace = (
    "The input space",
    "The class that the model takes every place for, in the class's colour, fainter where it is less "
      + "sure, with the training points on top. Held against the points, colours between them show "
      + "how the model generalises. Click to ask about one place."
  )
}
