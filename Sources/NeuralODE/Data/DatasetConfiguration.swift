/// A data set with its sizes; it also has the members of its kind.
@dynamicMemberLookup
public struct DatasetConfiguration: Sendable, Equatable {
  /// The data set.
  public var kind: DatasetKind
  /// Points of class −1.
  public var negativeCount: Int
  /// Points of class +1.
  public var positiveCount: Int
  /// Standard deviation of the noise added to coordinates.
  public var noise: Double
  /// Bands of nested rings, including the disk.
  public var depth: Int
  /// The points held out.
  public var heldOut: HeldOut
  /// Points painted and erased, in order; only in the plane.
  public var edits: [PointEdit] = []
  /// When motions are observed; nil unless a law of motion makes the data.
  public var sampling: SeriesSampling?

  /// A data set of the given sizes.
  public init(
    kind: DatasetKind, negativeCount: Int, positiveCount: Int, noise: Double? = nil,
    depth: Int = 3, heldOut: HeldOut = .none
  ) {
    self.kind = kind
    self.negativeCount = negativeCount
    self.positiveCount = positiveCount
    self.noise = noise ?? kind.noise
    self.depth = depth
    self.heldOut = heldOut
    sampling = kind.sampling
  }

  /// Disk of 500 points, ring of 1500.
  public static let annulus = published(.annulus)
  /// 250 points at each of ±1.
  public static let flip = published(.flip)
  /// 750 points on each curve.
  public static let sines = published(.sines)

  /// A kind with its published sizes; for kinds not in the paper, as many points as the annulus.
  public static func published(_ kind: DatasetKind) -> DatasetConfiguration {
    DatasetConfiguration(
      kind: kind, negativeCount: kind.counts.negative, positiveCount: kind.counts.positive)
  }

  /// The kind's members.
  public subscript<Fact>(dynamicMember fact: KeyPath<DatasetKind, Fact>) -> Fact {
    kind[keyPath: fact]
  }

  /// Points of both classes, or series.
  public var count: Int { negativeCount + positiveCount }

  /// The end time of a flow that learns it: for series the last observation, else 1.
  public var end: Double { kind.table?.samples.end ?? sampling?.end ?? 1 }
}

/// The choice of held-out points.
public enum HeldOut: Sendable, Equatable {
  /// No points.
  case none
  /// This share of all points, drawn at random.
  case share(Double)
  /// The points of the plane between two angles from the first axis, in radians (0…2π), as in the
  /// paper's validation sets (DOI 10.48550/arXiv.1904.01681, appendix).
  case slice(from: Double, to: Double)
}

/// A point painted, or an area erased, in the plane.
public enum PointEdit: Sendable, Equatable {
  /// A new point; its target is ±1 or, with several classes, a class number.
  case add(x: Float, y: Float, target: Float)
  /// Removes all points within a radius.
  case erase(x: Float, y: Float, radius: Float)

  /// The point added; nil for an erasure.
  var added: SIMD2<Float>? { if case .add(let x, let y, _) = self { SIMD2(x, y) } else { nil } }
}
