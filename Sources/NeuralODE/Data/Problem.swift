import Lanes

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

  /// A problem.
  public init(
    _ name: String, losses: [LossFunction], onlyLoss: String? = nil, augmentation: Int? = nil
  ) {
    precondition(!losses.isEmpty, "a problem has something to minimise")
    self.name = name
    self.losses = losses
    self.onlyLoss = onlyLoss
    self.augmentation = augmentation
  }

  /// Points of the plane, or of any space, in two classes with targets ±1 and one output.
  public static let points = Problem("points", losses: [.smoothL1, .squared, .logistic])
  /// Images in classes, an output each.
  public static let images = Problem(
    "images", losses: [.crossEntropy], onlyLoss: "with images the cross entropy is minimised",
    augmentation: 5)
  /// Series of observations of the first coordinates of a state, with no readout.
  public static let series = Problem(
    "series", losses: [.squared], onlyLoss: "with series the mean squared error is minimised")
}
