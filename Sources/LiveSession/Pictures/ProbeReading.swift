/// What a run says of one input that a person points at.
package struct ProbeReading: Sendable, Equatable {
  /// Where it lies in the input plane.
  package var position: SIMD2<Float>
  /// Its way through each of the snapshot's spaces: frames × axes, times as those of the space.
  package var trajectories: [[Float]] = []
  /// The model's output, of several classes the number of the one that it chooses; not a number when
  /// its solve fails.
  package var output: Float = .nan
  /// Of several classes, the probability that the model gives to it.
  package var probability: Float?
  /// NFE of its own solve; nil for a ResNet, and when it fails.
  package var nfe: Int?
  /// How far solving forward and back misses it, relative to its distance from 0 (0.1 at least);
  /// nil for a ResNet.
  package var inverseError: Float?
}

/// The features at one moment of training, for pictures of how they come apart.
package struct FeatureFrame: Sendable, Equatable {
  /// Updates done then.
  package var iteration: Int
  /// NFE of the probe's solve then.
  package var nfe: Int
  /// Loss of the last batch then; nil before the first.
  package var loss: Float?
  /// Axes: 1…3.
  package var dimension: Int
  /// Positions, points × axes.
  package var positions: [Float]
  /// Label of each point.
  package var labels: [Float]
  /// What labels are.
  package var meaning = PointLabels.signs
}
