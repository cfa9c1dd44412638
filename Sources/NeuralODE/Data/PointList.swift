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

extension OwnTable {
  /// The points with targets ∓1; nil unless there are two classes.
  public var points: PointList? {
    guard case .classes(_, let names, let labels) = target, names.count == 2 else { return nil }
    return PointList(
      dimension: dimension, inputs: inputs, targets: labels.map { $0 == 0 ? -1 : 1 },
      classNames: names, name: name)
  }

  /// The rows as points: two classes become ∓1, several classes their numbers; values are
  /// standardised.
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
