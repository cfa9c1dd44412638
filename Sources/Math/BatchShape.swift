/// Shape of a batch in memory: feature-major, so that feature i of all samples is contiguous and
/// every kernel broadcasts a weight over lanes of samples. Samples are padded to whole vectors;
/// padding lanes hold finite junk that norms leave out and that gets no gradient.
public struct BatchShape: Sendable, Equatable {
  /// Numbers to a sample.
  public let features: Int
  /// Samples, padding not counted.
  public let samples: Int
  /// Vectors of lanes to a feature.
  public let blocks: Int
  /// Scalars from one feature to the next: samples and padding.
  public let stride: Int
  /// Scalars in all, padding counted: `features * stride`.
  public let count: Int

  /// The shape of `features × samples` numbers of the given precision.
  public init<Scalar: LaneNumber>(features: Int, samples: Int, of: Scalar.Type) {
    precondition(features > 0 && samples > 0, "a batch has at least one feature and one sample")
    self.features = features
    self.samples = samples
    blocks = (samples + Scalar.laneCount - 1) / Scalar.laneCount
    stride = blocks * Scalar.laneCount
    count = features * stride
  }
}
