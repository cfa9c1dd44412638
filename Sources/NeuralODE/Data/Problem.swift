import Solvers

/// A kind of learning problem: its losses, inputs and targets. Screens choose their display by its
/// name.
public struct Problem: Sendable, Hashable {
  /// Its name.
  public let name: String
  /// Losses to choose from, the published one first.
  public let losses: [LossFunction]
  /// Says which loss is the only one; nil if there is a choice.
  public let onlyLoss: String?
  /// Added dimensions p of the published ANODE; nil means 1.
  public let augmentation: Int?
  /// The meaning of outputs and targets.
  public let target: Target
  /// The kind of input.
  public let sample: Sample

  /// A problem.
  public init(
    _ name: String, losses: [LossFunction], onlyLoss: String? = nil, augmentation: Int? = nil,
    target: Target = .sign, sample: Sample = .point
  ) {
    precondition(!losses.isEmpty, "a problem has something to minimise")
    self.name = name
    self.losses = losses
    self.onlyLoss = onlyLoss
    self.augmentation = augmentation
    self.target = target
    self.sample = sample
  }

  /// The meaning of outputs and targets.
  public enum Target: Sendable, Hashable {
    /// One output whose sign is the class; targets are ±1.
    case sign
    /// One output per class, the greatest wins; targets are one-hot.
    case classes
    /// One output, a value.
    case number
  }

  /// The kind of input.
  public enum Sample: Sendable, Hashable {
    /// A point in any number of dimensions.
    case point
    /// An image, for a convolutional field.
    case image
    /// A series of observations, followed by a flow without a readout.
    case series
  }

  /// Whether inputs are points.
  public var isOfPoints: Bool { sample == .point }
  /// Whether inputs are images.
  public var isOfImages: Bool { sample == .image }
  /// Whether inputs are series.
  public var isOfSeries: Bool { sample == .series }
  /// Whether only a flow can learn it: here ResNets have no convolutions and no states between
  /// blocks.
  public var needsFlow: Bool { !isOfPoints }

  /// Points in two classes, with targets ±1 and one output.
  public static let points = Problem("points", losses: [.smoothL1, .squared, .logistic])
  /// Images in classes, one output per class.
  public static let images = Problem(
    "images", losses: [.crossEntropy], onlyLoss: "images always use the cross entropy",
    augmentation: 5, target: .classes, sample: .image)
  /// Points in three or more classes, one output per class.
  public static let classes = Problem(
    "classes", losses: [.crossEntropy],
    onlyLoss: "several classes always use the cross entropy", target: .classes)
  /// A value for every point.
  public static let regression = Problem(
    "regression", losses: [.squared, .smoothL1], target: .number)
  /// Series that observe the first coordinates of a state, without a readout.
  public static let series = Problem(
    "series", losses: [.squared], onlyLoss: "series always use the mean squared error",
    sample: .series)
}
