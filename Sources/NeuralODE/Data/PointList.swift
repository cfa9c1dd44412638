import Files

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

extension OwnTable {
  /// The two classes as points with targets ∓1; nil where there are not two.
  public var points: PointList? {
    guard case .classes(_, let names, let labels) = target, names.count == 2 else { return nil }
    return PointList(
      dimension: dimension, inputs: inputs, targets: labels.map { $0 == 0 ? -1 : 1 },
      classNames: names, name: name)
  }

  /// The rows as points to be learned: of two classes with targets ∓1, of several with their
  /// numbers, of a number standardised.
  public var learned: PointList {
    switch target {
    case .classes(_, let names, let labels):
      return points
        ?? PointList(
          dimension: dimension, inputs: inputs, targets: labels.map(Double.init),
          classNames: names, target: .classes, name: name)
    case .number(_, let values, let mean, let deviation):
      var list = PointList(
        dimension: dimension, inputs: inputs, targets: values.map { ($0 - mean) / deviation },
        classNames: [], target: .number, name: name)
      list.unit = Scale(mean: mean, deviation: deviation)
      return list
    }
  }
}
