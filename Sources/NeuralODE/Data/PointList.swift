/// Points of a person's own.
public struct PointList: Sendable, Equatable {
  /// Numbers to a point.
  public var dimension: Int
  /// Points one after another.
  public var inputs: [Double]
  /// −1 or +1 for each.
  public var targets: [Double]
  /// What the two classes are called: −1's name, +1's name.
  public var classNames: [String]
  /// What the list is called.
  public var name: String

  /// A list.
  public init(
    dimension: Int, inputs: [Double], targets: [Double],
    classNames: [String] = ["\u{2212}1", "+1"],
    name: String = "points"
  ) {
    self.dimension = dimension
    self.inputs = inputs
    self.targets = targets
    self.classNames = classNames
    self.name = name
  }
}
