import DifferentialEquations
import NeuralODE

/// One of the two models compared.
public enum Side: String, Sendable, CaseIterable {
  /// The model on the left.
  case left
  /// The model on the right.
  case right

  /// The panel of the model.
  public var panel: Panel { self == .left ? .left : .right }
  /// The one across.
  public var other: Side { self == .left ? .right : .left }
}

/// Everything that a person chooses about one model and its training. What is nil is as published for the data set.
public struct SideSetup: Sendable, Equatable {
  /// NODE, ANODE or ResNet.
  public var family: ModelFamily
  /// Augmented dimensions p of an ANODE; kept while the family has none.
  public var augmentation = 1
  /// Width of the hidden layers.
  public var hidden: Int?
  /// Nonlinearity of the field.
  public var activation = Activation.relu
  /// Is t an input of the field?
  public var isTimeDependent = true
  /// Is there a linear map from features to the output?
  public var hasReadout: Bool?
  /// Residual blocks of a ResNet.
  public var blocks = 5
  /// The solver's method.
  public var solver = Tableau.dormandPrince
  /// Steps of a method whose steps are fixed.
  public var fixedSteps = 10
  /// Relative and absolute tolerance.
  public var tolerance = 1e-3
  /// What the solver does at t = 1.
  public var rightEnd = RightEnd.interpolate
  /// How the gradient is found.
  public var gradient = GradientMethod.backpropagation
  /// Steps after which a solve is given up.
  public var maximumSteps = TrainingConfiguration().maximumSteps
  /// How an adaptive method's step sizes follow from errors.
  public var controller = StepController.integral
  /// Weight of the flow's kinetic energy in what is minimised; nothing on images.
  public var kineticPenalty = 0.0
  /// What is minimised.
  public var loss = LossFunction.smoothL1
  /// How weights follow the gradient.
  public var optimizer = OptimizerKind.adam
  /// The optimiser's step size.
  public var learningRate: Double?
  /// Weight decay.
  public var weightDecay = 0.0
  /// Samples in a batch.
  public var batchSize: Int?

  /// A model of a family, trained as published.
  public init(_ family: ModelFamily, augmentation: Int = 1) {
    self.family = family
    self.augmentation = augmentation
  }

  /// The model for a data set.
  func model(_ data: DatasetConfiguration) -> ModelConfiguration {
    let p = family == .anode ? augmentation : 0
    if let images = data.images { return model(images, p) }
    // The published flip has no readout, so that the line itself is what cannot be crossed; an augmented model is read off
    // its first coordinate there.
    let canDoWithout = data.dimension == 1
    return ModelConfiguration(
      family: family, augmentation: p, hidden: hidden ?? (data.kind == .flip ? 16 : 32),
      activation: activation, isTimeDependent: isTimeDependent,
      hasReadout: !canDoWithout || (hasReadout ?? (data.kind != .flip)), blocks: blocks)
  }

  /// The convolutional model for images. Where its filters are not given, they are those that bring its parameters nearest
  /// to those of an ANODE of 16 filters and p = 5, so that models differ in nothing but where their parameters are.
  private func model(_ images: ImageSet, _ p: Int) -> ModelConfiguration {
    var model = ModelConfiguration(
      family: family == .resnet ? .node : family, augmentation: p, activation: activation,
      isTimeDependent: isTimeDependent, image: images.shape)
    if let hidden {
      model.hidden = hidden
      return model
    }
    var usual = model
    (usual.family, usual.augmentation, usual.hidden) = (.anode, 5, 16)
    let (inputs, outputs) = (images.shape.count, images.outputs)
    return model.withParameters(
      nearest: usual.parameterCount(inputs: inputs, outputs: outputs), inputs: inputs,
      outputs: outputs)
  }

  /// How it is trained on a data set.
  func training(_ data: DatasetConfiguration) -> TrainingConfiguration {
    var training = TrainingConfiguration()
    training.learningRate = learningRate ?? (data.kind == .flip ? 5e-4 : 1e-3)
    training.batchSize = batchSize ?? (data.kind == .flip ? 32 : 64)
    training.optimizer = optimizer
    training.weightDecay = weightDecay
    training.loss = data.images == nil ? loss : .crossEntropy
    training.solver = solver
    training.fixedSteps = fixedSteps
    training.controller = controller
    training.tolerance = tolerance
    training.maximumSteps = maximumSteps
    // The energy is that of a field over points.
    training.kineticPenalty = data.images == nil ? kineticPenalty : 0
    training.rightEnd = rightEnd
    training.gradient = gradient
    return training
  }
}
