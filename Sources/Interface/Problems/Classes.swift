import NeuralODE

extension ProblemScreen {
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
    "The cross entropy in nats: minus the logarithm of the probability the model gives the right "
      + "class. A model that guesses has the logarithm of the number of classes."
  )

  private static let features = (
    "Features at t = 1",
    "Where the points are at the end of the flow, and the borders that the linear readout draws "
      + "between the classes: each class has its own direction, and a point is assigned to the "
      + "class in whose direction it lies farthest. The flow has to move the classes apart until "
      + "straight borders separate them."
  )

  private static let inputSpace = (
    "The input space",
    "The class the model predicts at every place, in the class's colour, fainter where it is less "
      + "sure, with the training points on top. The colours between the points show how the model "
      + "generalises. Click to ask about one place."
  )
}
