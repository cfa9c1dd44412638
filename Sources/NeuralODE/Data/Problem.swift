import Solvers

/// What a run learns: which losses there are to minimise, and how outputs are tested. What a screen
/// shows of it is the screen's business, by the problem's name.
public struct Problem: Sendable, Hashable {
  /// What it is called.
  public let name: String
  /// Losses that a run may choose among; the first is the published one.
  public let losses: [LossFunction]
  /// What the only loss is, in words; nil where there are several.
  public let onlyLoss: String?
  /// Augmented dimensions of the published ANODE, where it has more than one.
  public let augmentation: Int?
  /// What outputs and targets are.
  public let target: Target
  /// What a sample is.
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

  /// What outputs and targets are.
  public enum Target: Sendable, Hashable {
    /// One output, whose sign is the class: targets are ±1.
    case sign
    /// An output for each class, the greatest of which is the class: targets are a 1 among zeros.
    case classes
    /// One output that is to be a number.
    case number
  }

  /// What a sample is.
  public enum Sample: Sendable, Hashable {
    /// A point of a space that may be drawn, and mapped where it is a line or a plane.
    case point
    /// An image, for a convolutional field.
    case image
    /// A series of observations, which a flow without a readout passes.
    case series
  }

  /// Are samples points?
  public var isOfPoints: Bool { sample == .point }
  /// Are samples images?
  public var isOfImages: Bool { sample == .image }
  /// Are samples series?
  public var isOfSeries: Bool { sample == .series }
  /// Can only a flow learn it? Residual networks have no convolutions here, and no states between
  /// their layers.
  public var needsFlow: Bool { !isOfPoints }

  /// Points of the plane, or of any space, in two classes with targets ±1 and one output.
  public static let points = Problem("points", losses: [.smoothL1, .squared, .logistic])
  /// Images in classes, an output each.
  public static let images = Problem(
    "images", losses: [.crossEntropy], onlyLoss: "with images the cross entropy is minimised",
    augmentation: 5, target: .classes, sample: .image)
  /// Points in three classes or more, an output each.
  public static let classes = Problem(
    "classes", losses: [.crossEntropy],
    onlyLoss: "with several classes the cross entropy is minimised", target: .classes)
  /// A number for every point.
  public static let regression = Problem(
    "regression", losses: [.squared, .smoothL1], target: .number)
  /// Series of observations of the first coordinates of a state, with no readout.
  public static let series = Problem(
    "series", losses: [.squared], onlyLoss: "with series the mean squared error is minimised",
    sample: .series)
}
