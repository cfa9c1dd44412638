/// Where points to learn come from.
public enum DatasetKind: String, Sendable, CaseIterable {
  /// A disk (−1) within a ring (+1) in the plane: the paper's g.
  case annulus
  /// The flip g(±1) = ∓1 on the line.
  case flip
  /// Two sine curves, one above the other: linearly separable by a flow, the baseline.
  case sines
  /// Two half circles that reach into each other.
  case moons
  /// Two arms around one centre.
  case spirals
  /// Opposite quadrants belong together.
  case xor
  /// Two round clouds.
  case blobs
  /// Disk, ring, ring, … alternating: the annulus to any depth.
  case rings
  /// Nothing but what is painted.
  case canvas
  /// Points of a file.
  case file
  /// The handwritten digits that come with the program.
  case digits
  /// Images of a person's own.
  case images

  /// The kinds that a name alone describes.
  public static let named = allCases.filter { $0 != .file && $0 != .images }
  /// Those of them whose inputs are points: of one or two dimensions, in two classes.
  public static let ofPoints = named.filter { $0 != .digits }
}

/// What is kept from training, to be tested on.
public enum HeldOut: Sendable, Equatable {
  /// Nothing.
  case none
  /// This share of all points, drawn at random.
  case share(Double)
  /// The points of the plane whose angle, in radians from the first axis, lies within these bounds (0…2π): as in the
  /// paper's validation sets (DOI 10.48550/arXiv.1904.01681, appendix), a slice of the input space is never seen.
  case slice(from: Double, to: Double)
}

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

/// A change that a person made to the points of the plane by hand.
public enum PointEdit: Sendable, Equatable {
  /// A point more.
  case add(x: Float, y: Float, target: Float)
  /// All points closer to a place than a radius are gone.
  case erase(x: Float, y: Float, radius: Float)
}

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

  /// A data set of the given sizes.
  public init(
    kind: DatasetKind, negativeCount: Int, positiveCount: Int, noise: Double? = nil,
    depth: Int = 3, heldOut: HeldOut = .none, points: PointList? = nil
  ) {
    self.kind = kind
    self.negativeCount = negativeCount
    self.positiveCount = positiveCount
    self.noise = noise ?? kind.publishedNoise
    self.depth = depth
    self.heldOut = heldOut
    self.points = points
  }

  /// Disk of 500 points, ring of 1500.
  public static let annulus = DatasetConfiguration(
    kind: .annulus, negativeCount: 500, positiveCount: 1500)
  /// 250 points at each of ±1.
  public static let flip = DatasetConfiguration(kind: .flip, negativeCount: 250, positiveCount: 250)
  /// 750 points on each curve.
  public static let sines = DatasetConfiguration(
    kind: .sines, negativeCount: 750, positiveCount: 750)

  /// The published sizes of a kind; of those that the paper does not have, as many as of the annulus.
  public static func published(_ kind: DatasetKind) -> DatasetConfiguration {
    switch kind {
    case .annulus: .annulus
    case .flip: .flip
    case .sines: .sines
    case .moons, .spirals, .xor, .blobs, .rings:
      DatasetConfiguration(kind: kind, negativeCount: 1000, positiveCount: 1000)
    case .canvas, .file, .digits, .images:
      DatasetConfiguration(kind: kind, negativeCount: 0, positiveCount: 0)
    }
  }

  /// The points of a file.
  public static func file(_ points: PointList) -> DatasetConfiguration {
    DatasetConfiguration(
      kind: .file, negativeCount: points.targets.count { $0 < 0 },
      positiveCount: points.targets.count { $0 > 0 }, points: points)
  }

  /// Images that were read.
  public static func images(_ set: ImageSet) -> DatasetConfiguration {
    var data = DatasetConfiguration.published(.images)
    data.ownImages = set
    return data
  }

  /// The images, where the inputs are images.
  public var images: ImageSet? { kind == .digits ? .digits : kind == .images ? ownImages : nil }

  /// Dimension d of the inputs.
  public var dimension: Int {
    images?.shape.count ?? (kind == .flip ? 1 : points?.dimension ?? 2)
  }

  /// Numbers to a target: 1, or as many as the images have classes.
  public var outputs: Int { images?.outputs ?? 1 }
}

extension DatasetKind {
  /// Noise of the published set, or the usual one of those that the paper does not have.
  public var publishedNoise: Double {
    switch self {
    case .annulus, .flip, .xor, .rings, .canvas, .file, .digits, .images: 0
    case .sines, .moons: 0.1
    case .spirals: 0.05
    case .blobs: 0.4
    }
  }
}
