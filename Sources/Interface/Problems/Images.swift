import NeuralODE

extension ProblemScreen {
  /// Images in classes.
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
    "The cross entropy in nats: minus the logarithm of the probability that the model gives to the "
      + "right class, 2.3 when it knows nothing of ten classes. The dotted end is the loss of "
      + "images that are not learned from: where it rises while the curve falls, the model learns "
      + "its images by heart."
  )

  private static let flow = (
    "The flow of images",
    "Every dot is a test image, in the colour of its class, and every strand its path from t = 0 to "
      + "t = 1 through a space of some hundred dimensions, of which the three are shown along which the "
      + "features spread most. Images of a class should end together. See how long and bent the "
      + "paths are, and what that costs in NFE."
  )

  private static let features = (
    "Features at t = 1",
    "Where the test images are at the end of the flow, along the three axes of most spread: what the "
      + "linear readout sees, which gives each class a direction. Classes that overlap here "
      + "are those that the confusion matrix shows to be mixed up."
  )

  private static let samples = (
    "NFE by image",
    "Each test image is solved alone, with its own steps: one row for each NFE. A batch is "
      + "solved as one system whose error is an average, so easy images pay for hard ones."
  )
}
