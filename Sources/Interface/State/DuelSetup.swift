import DifferentialEquations
import LiveSession
import NeuralODE

/// What is compared: everything a person chooses about the two runs.
public struct DuelSetup: Sendable, Equatable {
  /// The data set.
  public var dataset: DatasetKind
  /// The family on the left: a NODE, or a ResNet.
  public var leftFamily: ModelFamily
  /// Augmented dimensions p of the ANODE on the right.
  public var augmentation: Int
  /// Seed of data, weights and batches, of both runs.
  public var seed: UInt64
  /// Hidden width; nil takes the published one (32; on the flip 16).
  public var hidden: Int?
  /// Nonlinearity of the fields.
  public var activation: Activation
  /// Is t an input of the fields?
  public var isTimeDependent: Bool
  /// Relative and absolute tolerance of the solver; nil takes the published one.
  public var tolerance: Double?
  /// What the solver does at t = 1.
  public var rightEnd: RightEnd

  /// The published duel: a NODE against an ANODE on the annulus.
  public init(
    dataset: DatasetKind = .annulus, leftFamily: ModelFamily = .node, augmentation: Int = 1,
    seed: UInt64 = 0, hidden: Int? = nil, activation: Activation = .relu,
    isTimeDependent: Bool = true, tolerance: Double? = nil, rightEnd: RightEnd = .interpolate
  ) {
    self.dataset = dataset
    self.leftFamily = leftFamily
    self.augmentation = augmentation
    self.seed = seed
    self.hidden = hidden
    self.activation = activation
    self.isTimeDependent = isTimeDependent
    self.tolerance = tolerance
    self.rightEnd = rightEnd
  }

  /// The run on the left.
  public var left: RunConfiguration { run(leftFamily, augmentation: 0) }

  /// The run on the right.
  public var right: RunConfiguration { run(.anode, augmentation: augmentation) }

  /// The published way to train on a data set.
  public static func publishedTraining(_ dataset: DatasetKind) -> TrainingConfiguration {
    var training = TrainingConfiguration()
    if dataset == .flip {
      training.learningRate = 5e-4
      training.batchSize = 32
    }
    return training
  }

  private func run(_ family: ModelFamily, augmentation: Int) -> RunConfiguration {
    // The published flip has no readout, so that the line itself is what cannot be crossed; an augmented model has more
    // features than outputs and cannot do without one.
    let hasReadout = dataset != .flip || augmentation > 0
    let model = ModelConfiguration(
      family: family, augmentation: augmentation, hidden: hidden ?? (dataset == .flip ? 16 : 32),
      activation: activation, isTimeDependent: isTimeDependent, hasReadout: hasReadout)
    var training = Self.publishedTraining(dataset)
    training.tolerance = tolerance ?? training.tolerance
    training.rightEnd = rightEnd
    return RunConfiguration(
      data: .published(dataset), model: model, training: training, seed: seed)
  }
}
