import Files

/// A user's own points.
public struct PointList: Sendable, Equatable {
  /// Numbers per point.
  public var dimension: Int
  /// Points, `count × dimension`.
  public var inputs: [Double]
  /// Targets: −1 or +1, class numbers, or values.
  public var targets: [Double]
  /// The meaning of the targets.
  public var target: Problem.Target
  /// Names of −1 and +1, or of each class; empty for values.
  public var classNames: [String]
  /// The list's name.
  public var name: String
  /// The scale by which values were standardised.
  public var unit: Scale?

  /// A list.
  public init(
    dimension: Int, inputs: [Double], targets: [Double],
    classNames: [String] = ["\u{2212}1", "+1"], target: Problem.Target = .sign,
    name: String = "points"
  ) {
    self.dimension = dimension
    self.inputs = inputs
    self.targets = targets
    self.classNames = classNames
    self.target = target
    self.name = name
  }
}
