/// Shape of a batch in memory. It is feature-major: feature i of all samples is contiguous, and
/// kernels broadcast a weight over lanes of samples. Samples are padded to whole vectors; padding
/// lanes hold finite junk that norms leave out and that gets no gradient.
public struct BatchShape: Sendable, Equatable {
  /// Numbers per sample.
  public let features: Int
  /// Samples, without padding.
  public let samples: Int
  /// Vectors of lanes per feature.
  public let blocks: Int
  /// Scalars from one feature to the next: samples and padding.
  public let stride: Int
  /// All scalars, padding included: `features * stride`.
  public let count: Int

  /// The shape of `features × samples` numbers.
  public init<Scalar: LaneNumber>(features: Int, samples: Int, of: Scalar.Type) {
    precondition(features > 0 && samples > 0, "a batch has at least one feature and one sample")
    self.features = features
    self.samples = samples
    blocks = (samples + Scalar.laneCount - 1) / Scalar.laneCount
    stride = blocks * Scalar.laneCount
    count = features * stride
  }
}
