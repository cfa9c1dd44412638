/// A data set with its sizes.
public struct DatasetConfiguration: Sendable, Equatable {
  /// Which.
  public var kind: DatasetKind
  /// Points of class −1.
  public var negativeCount: Int
  /// Points of class +1.
  public var positiveCount: Int
  /// Standard deviation of the noise added to coordinates.
  public var noise: Double
  /// Bands of nested rings, the disk counted.
  public var depth: Int
  /// What is not trained on.
  public var heldOut: HeldOut
  /// The points of a file.
  public var points: PointList?
  /// What was painted and erased, in order. Only points of the plane can be.
  public var edits: [PointEdit] = []
  /// Images of a person's own.
  public var ownImages: ImageSet?
  /// When motions are observed; nil where no law of motion makes the data.
  public var sampling: SeriesSampling?
  /// Series of a person's own.
  public var ownSeries: SeriesTable?

  /// A data set of the given sizes.
  public init(
    kind: DatasetKind, negativeCount: Int, positiveCount: Int, noise: Double? = nil,
    depth: Int = 3, heldOut: HeldOut = .none, points: PointList? = nil
  ) {
    self.kind = kind
    self.negativeCount = negativeCount
    self.positiveCount = positiveCount
    self.noise = noise ?? kind.noise
    self.depth = depth
    self.heldOut = heldOut
    self.points = points
    sampling = kind.sampling
  }

  /// Disk of 500 points, ring of 1500.
  public static let annulus = published(.annulus)
  /// 250 points at each of ±1.
  public static let flip = published(.flip)
  /// 750 points on each curve.
  public static let sines = published(.sines)

  /// The published sizes of a kind; of those that the paper does not have, as many as of the
  /// annulus.
  public static func published(_ kind: DatasetKind) -> DatasetConfiguration {
    DatasetConfiguration(
      kind: kind, negativeCount: kind.counts.negative, positiveCount: kind.counts.positive)
  }

  /// The points of a file.
  public static func file(_ points: PointList) -> DatasetConfiguration {
    // Where there is no sign, they are points and nothing else.
    let negative = points.target == .sign ? points.targets.count { $0 < 0 } : 0
    return DatasetConfiguration(
      kind: .file, negativeCount: negative, positiveCount: points.targets.count - negative,
      points: points)
  }

  /// Images that were read.
  public static func images(_ set: ImageSet) -> DatasetConfiguration {
    var data = DatasetConfiguration.published(.images)
    data.ownImages = set
    return data
  }

  /// The images, where the inputs are images.
  public var images: ImageSet? {
    if case .ownImages = kind.source { ownImages } else { kind.images }
  }

  /// Dimension d of the inputs.
  public var dimension: Int {
    images?.shape.count ?? kind.dimension ?? points?.dimension ?? ownSeries?.dimension ?? 2
  }

  /// The time at which a flow that learns it ends: that of the last observation of series, else 1.
  public var end: Double { ownSeries?.samples.end ?? sampling?.end ?? 1 }

  /// Numbers to a target: 1, or as many as there are classes.
  public var outputs: Int {
    if let images { return images.outputs }
    return problem == .classes ? classNames.count : 1
  }

  /// What is learned: of a file, what its targets are.
  public var problem: Problem {
    guard case .file = kind.source, let points else { return kind.problem }
    switch points.target {
    case .sign: return .points
    case .classes: return .classes
    case .number: return .regression
    }
  }

  /// Names of the classes where they are several; empty where there are two, told apart by a sign,
  /// or where a number is learned.
  public var classNames: [String] {
    if let images { return images.classNames }
    guard problem == .classes else { return [] }
    return points?.classNames ?? kind.classes
  }

  /// Points of each class, where there are several: their number is shared out evenly, the first
  /// classes have one more where that leaves some.
  public var classCounts: [Int] {
    let count = negativeCount + positiveCount
    let classes = max(1, classNames.count)
    return (0..<classes).map { count / classes + ($0 < count % classes ? 1 : 0) }
  }
}
