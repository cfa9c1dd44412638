/// What a run says of one input that a person points at.
public struct ProbeReading: Sendable, Equatable {
  /// Where it lies in the input plane.
  public var position: SIMD2<Float>
  /// Its way through each of the snapshot's spaces: frames × axes, times as those of the space.
  public var trajectories: [[Float]] = []
  /// The model's output; not a number when its solve fails.
  public var output: Float = .nan
  /// NFE of its own solve; nil for a ResNet, and when it fails.
  public var nfe: Int?
  /// How far solving forward and back misses it, relative to its distance from 0 (0.1 at least); nil for a ResNet.
  public var inverseError: Float?
}

/// The features at one moment of training, for pictures of how they come apart.
public struct FeatureFrame: Sendable, Equatable {
  /// Updates done then.
  public var iteration: Int
  /// NFE of the probe's solve then.
  public var nfe: Int
  /// Loss of the last batch then; nil before the first.
  public var loss: Float?
  /// Axes: 1…3.
  public var dimension: Int
  /// Positions, points × axes.
  public var positions: [Float]
  /// Target of each point.
  public var labels: [Float]
}
