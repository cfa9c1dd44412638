import Math
import NeuralODE

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
}

extension Probe where Value == ProbeReading? {
  /// What the run says of the input pointed at.
  package static var reading: Self {
    Self("reading", .always, blank: nil, suits: { $0.problem != .images }) { album in
      album.pointer.map { ProbeReading(album, at: $0) }
    }
  }
}

extension ProbeReading {
  /// What a model says of a place of the input plane.
  init(_ album: Album, at place: SIMD2<Float>) {
    position = place
    let evaluator = album.evaluator
    let input = album.probeSet.plane.input(at: place.x, place.y)
    let found = evaluator.trajectories(of: input, times: album.times(SpacePicture.frameCount))
    trajectories = album.projections.map { $0.apply(found.states) }
    let outputs = evaluator.outputs(of: input)
    if evaluator.outputs == 1 {
      output = outputs.first ?? .nan
    } else if let guess = ClassTally.guess(outputs[...]) {
      output = Float(guess)
      let sum = outputs.reduce(0.0) { $0 + Elementary.exp(Double($1 - outputs[guess])) }
      probability = Float(1 / sum)
    }
    if !album.isDiscrete {
      nfe = found.failure == nil ? found.statistics.evaluations : nil
    }
  }
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
