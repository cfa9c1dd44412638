import Files

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
