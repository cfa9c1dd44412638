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

/// A change that a person made to the points of the plane by hand.
public enum PointEdit: Sendable, Equatable {
  /// A point more.
  case add(x: Float, y: Float, target: Float)
  /// All points closer to a place than a radius are gone.
  case erase(x: Float, y: Float, radius: Float)
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
