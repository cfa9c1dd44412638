/// Points of a person's own.
public struct PointList: Sendable {
  /// Numbers to a point.
  public var dimension: Int
  /// Points one after another.
  public var inputs: [Double]
  /// What each point has for a target: −1 or +1, the number of its class, or a number.
  public var targets: [Double]
  /// What targets are.
  public var target: Problem.Target
  /// What the classes are called: −1's name and +1's name, or one for each class; empty for numbers.
  public var classNames: [String]
  /// What the list is called.
  public var name: String
  /// Of numbers, which are standardised: the mean, and the standard deviation, in the file's unit.
  public var unit = (mean: 0.0, deviation: 1.0)

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

extension PointList: Equatable {
  /// Are all of their points and names alike?
  public static func == (a: PointList, b: PointList) -> Bool {
    a.dimension == b.dimension && a.target == b.target && a.name == b.name
      && a.classNames == b.classNames && a.unit == b.unit && a.targets == b.targets
      && a.inputs == b.inputs
  }
}
