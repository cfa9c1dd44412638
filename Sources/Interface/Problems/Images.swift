import NeuralODE

extension ProblemScreen {
  package static let images: ProblemScreen = {
    var screen = ProblemScreen(.images)
    screen.legend = .numbers
    screen.accuracyName = "test accuracy"
    screen.onlyProjection = "images have one projection: their principal components"
    screen.explanations = [
      .lossLogarithmic: loss, .lossLinear: loss, .flow: flow, .features: features,
      .samples: samples,
    ]
    screen.formulas = [.lossLogarithmic: crossEntropy, .lossLinear: crossEntropy]
    return screen
  }()

  private static let loss = (
    "Training loss",
    "The cross entropy in nats: minus the logarithm of the probability the model gives the right "
      + "class; guessing among ten classes gives 2.3. The dotted end is the loss on held-out "
      + "images: where it rises while the curve falls, the model memorises its images."
  )

  private static let flow = (
    "The flow of images",
    "Every dot is a held-out image in the colour of its class, and its trail is the path from t = 0 "
      + "to t = 1 through several hundred dimensions, seen along the three in which the features "
      + "spread most. Images of a class should end together. See how long and bent the paths are, "
      + "and how many NFE that costs."
  )

  private static let features = (
    "Features at t = 1",
    "Where the held-out images are at the end of the flow, along the three axes of most spread. The "
      + "linear readout sees these features and gives each class a direction. Classes that overlap "
      + "here are the ones the confusion matrix shows as confused."
  )

  private static let samples = (
    "NFE by image",
    "Each held-out image is solved alone, with its own steps: one row for each NFE. A batch is "
      + "solved as one system with an averaged error, so easy images cost what hard ones do."
  )
}
