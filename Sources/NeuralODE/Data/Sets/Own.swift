import Files

extension DatasetKind {
  /// Painted points only.
  public static let canvas: DatasetKind = {
    var kind = DatasetKind("canvas", "only what you paint", source: .painted)
    kind.key = "9"
    kind.counts = (0, 0)
    return kind
  }()

  /// A user's own points.
  public static func file(_ points: PointList) -> DatasetKind {
    var kind = DatasetKind("file", "the points of a file", source: .points(points))
    (kind.name, kind.isOwn) = (points.name, true)
    kind.dimension = points.dimension
    (kind.window, kind.probe) = (nil, .learned)
    // Without signs, all points count as positive.
    var negative = 0
    switch points.target {
    case .sign:
      negative = points.targets.count { $0 < 0 }
      if points.classNames.count == 2 {
        kind.signNames = (points.classNames[0], points.classNames[1])
      }
    case .classes: (kind.problem, kind.classNames) = (.classes, points.classNames)
    case .number: (kind.problem, kind.unit) = (.regression, points.unit)
    }
    kind.counts = (negative, points.targets.count - negative)
    return kind
  }

  /// The series of a user's own table.
  public static func series(_ table: SeriesTable) -> DatasetKind {
    var kind = DatasetKind("series", "the series of a table", source: .series(table))
    (kind.name, kind.isOwn) = (table.name, true)
    (kind.dimension, kind.counts) = (table.dimension, (0, table.count))
    (kind.window, kind.probe) = (nil, .learned)
    kind.signNames = ("starts below the mean", "starts above the mean")
    kind.publish = { $0.learnSeries() }
    return kind
  }
}
