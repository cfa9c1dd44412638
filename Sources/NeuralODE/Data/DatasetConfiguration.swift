/// A data set with its sizes. What its kind knows of itself, such as `dimension` or `images`, is
/// asked of either.
@dynamicMemberLookup
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
  /// What was painted and erased, in order. Only points of the plane can be.
  public var edits: [PointEdit] = []
  /// When motions are observed; nil where no law of motion makes the data.
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

  /// The published sizes of a kind; of those that the paper does not have, as many as of the
  /// annulus.
  public static func published(_ kind: DatasetKind) -> DatasetConfiguration {
    DatasetConfiguration(
      kind: kind, negativeCount: kind.counts.negative, positiveCount: kind.counts.positive)
  }

  /// What its kind knows.
  public subscript<Fact>(dynamicMember fact: KeyPath<DatasetKind, Fact>) -> Fact {
    kind[keyPath: fact]
  }

  /// Points of both classes, or series.
  public var count: Int { negativeCount + positiveCount }

  /// The time at which a flow that learns it ends: that of the last observation of series, else 1.
  public var end: Double { kind.table?.samples.end ?? sampling?.end ?? 1 }
}

/// What is kept from training, to be tested on.
public enum HeldOut: Sendable, Equatable {
  /// Nothing.
  case none
  /// This share of all points, drawn at random.
  case share(Double)
  /// The points of the plane whose angle, in radians from the first axis, lies within these bounds
  /// (0…2π): as in the paper's validation sets (DOI 10.48550/arXiv.1904.01681, appendix), a slice
  /// of the input space is never seen.
  case slice(from: Double, to: Double)
}

/// A change that a person made to the points of the plane by hand.
public enum PointEdit: Sendable, Equatable {
  /// A point more; its target is ±1, or where there are several classes the number of one.
  case add(x: Float, y: Float, target: Float)
  /// All points closer to a place than a radius are gone.
  case erase(x: Float, y: Float, radius: Float)

  /// Where it adds a point; nil where it erases.
  var added: SIMD2<Float>? { if case .add(let x, let y, _) = self { SIMD2(x, y) } else { nil } }
}
