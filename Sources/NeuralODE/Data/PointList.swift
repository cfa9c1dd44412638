/// Points of a person's own.
public struct PointList: Sendable, Equatable {
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
  /// What targets were standardised by, where they are numbers.
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

/// What numbers of a file were standardised by.
public struct Scale: Sendable, Equatable {
  /// Their mean, in the file's unit.
  public let mean: Double
  /// Their standard deviation; 1 for equal numbers.
  public let deviation: Double

  /// A standardised number in the file's unit.
  public func value(_ number: Double) -> Double { mean + deviation * number }
}
