import DifferentialEquations
@_exported import enum Lanes.LossFunction

/// The elementwise nonlinearity between the maps of a vector field.
public enum Activation: String, Sendable, CaseIterable {
  /// max(0, z)
  case relu
  /// log(1 + eᶻ), PyTorch's: z itself above 20.
  case softplus
  /// tanh z
  case tanh
}

/// The three families of models compared.
public enum ModelFamily: String, Sendable, CaseIterable {
  /// The flow lives in the input space.
  case node
  /// The flow lives in the input space augmented by p zeros.
  case anode
  /// A residual network: discrete steps x + F(x).
  case resnet
}

/// Architecture of a model, without its weights.
///
/// Shapes are published in DOI 10.48550/arXiv.1904.01681, appendix; parameter counts of the toy models at two inputs:
/// NODE 1253, ANODE with p = 1 1319, p = 5 1583, ResNet 813.
public struct ModelConfiguration: Sendable, Equatable {
  /// Which family.
  public var family: ModelFamily
  /// Zeros appended to each input (0 for a NODE or a ResNet).
  public var augmentation: Int
  /// Width of the hidden layers.
  public var hidden: Int
  /// Nonlinearity of the field (a ResNet uses ReLU, as published).
  public var activation: Activation
  /// Is t an input of the field?
  public var isTimeDependent: Bool
  /// Is there a linear map from features to the output? Without one the features at T, d of them, are the output.
  public var hasReadout: Bool
  /// Residual blocks of a ResNet.
  public var blocks: Int

  /// A model; the defaults are the published toy setting.
  public init(
    family: ModelFamily, augmentation: Int = 0, hidden: Int = 32, activation: Activation = .relu,
    isTimeDependent: Bool = true, hasReadout: Bool = true, blocks: Int = 5
  ) {
    self.family = family
    self.augmentation = augmentation
    self.hidden = hidden
    self.activation = activation
    self.isTimeDependent = isTimeDependent
    self.hasReadout = hasReadout
    self.blocks = blocks
  }

  /// The published NODE.
  public static func node() -> ModelConfiguration { ModelConfiguration(family: .node) }

  /// The published ANODE with p augmented dimensions; p = 0 is the NODE bit for bit.
  public static func anode(p: Int = 1) -> ModelConfiguration {
    ModelConfiguration(family: .anode, augmentation: p)
  }

  /// The published ResNet of five blocks.
  public static func resnet() -> ModelConfiguration { ModelConfiguration(family: .resnet) }
}

/// The toy data sets.
public enum DatasetKind: String, Sendable, CaseIterable {
  /// A disk (−1) within a ring (+1) in the plane.
  case annulus
  /// The flip g(±1) = ∓1 on the line.
  case flip
  /// Two sine curves, one above the other: linearly separable by a flow, the baseline.
  case sines
}

/// A data set with its sizes.
public struct DatasetConfiguration: Sendable, Equatable {
  /// Which.
  public var kind: DatasetKind
  /// Points of class −1.
  public var negativeCount: Int
  /// Points of class +1.
  public var positiveCount: Int

  /// A data set of the given sizes.
  public init(kind: DatasetKind, negativeCount: Int, positiveCount: Int) {
    self.kind = kind
    self.negativeCount = negativeCount
    self.positiveCount = positiveCount
  }

  /// Disk of 500 points, ring of 1500.
  public static let annulus = DatasetConfiguration(
    kind: .annulus, negativeCount: 500, positiveCount: 1500)
  /// 250 points at each of ±1.
  public static let flip = DatasetConfiguration(kind: .flip, negativeCount: 250, positiveCount: 250)
  /// 750 points on each curve.
  public static let sines = DatasetConfiguration(
    kind: .sines, negativeCount: 750, positiveCount: 750)

  /// The published sizes of a kind.
  public static func published(_ kind: DatasetKind) -> DatasetConfiguration {
    switch kind {
    case .annulus: .annulus
    case .flip: .flip
    case .sines: .sines
    }
  }

  /// Dimension d of the inputs.
  public var dimension: Int { kind == .flip ? 1 : 2 }
}

/// How the gradient of a flow is found.
public enum GradientMethod: String, Sendable, CaseIterable {
  /// Through the solver's accepted steps, from a tape of every evaluation.
  case backpropagation
  /// The same gradient with only step boundaries kept, and stages computed again.
  case checkpointed
  /// The continuous adjoint, solved backwards with an NFE of its own.
  case adjoint
  /// The adjoint with the parameters' part left out of the step-size norm.
  case adjointSeminorm = "adjoint-seminorm"
}

/// How weights follow the gradient.
public enum OptimizerKind: String, Sendable, CaseIterable {
  /// Adam; a weight decay is a term of its loss.
  case adam
  /// Adam with decoupled weight decay.
  case adamW = "adamw"
  /// Gradient descent with momentum 0.9; a weight decay is a term of its loss.
  case sgd
}

/// How a model is trained. The defaults are the published toy setting.
public struct TrainingConfiguration: Sendable, Equatable {
  /// The optimiser.
  public var optimizer = OptimizerKind.adam
  /// The optimiser's learning rate.
  public var learningRate = 1e-3
  /// Weight decay.
  public var weightDecay = 0.0
  /// What is minimised.
  public var loss = LossFunction.smoothL1
  /// Samples in a batch.
  public var batchSize = 64
  /// Relative and absolute tolerance of the solver.
  public var tolerance = 1e-3
  /// What happens at the right end of a solve.
  public var rightEnd = RightEnd.interpolate
  /// Steps after which a solve is given up.
  public var maximumSteps = 1000
  /// How gradients are found.
  public var gradient = GradientMethod.backpropagation

  /// The published toy setting.
  public init() {}
}
