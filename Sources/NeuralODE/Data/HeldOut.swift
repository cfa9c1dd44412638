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
