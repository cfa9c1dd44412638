import Math
import NeuralODE

/// The model's output at the input under the pointer.
package struct ProbeReading: Sendable, Equatable {
  /// Place in the input plane.
  package var position: SIMD2<Float>
  /// The trajectory in each of the snapshot's spaces, frames × axes.
  package var trajectories: [[Float]] = []
  /// The output, or with several classes the number of the class; NaN when the solve fails.
  package var output: Float = .nan
  /// The probability of the class, if there are several.
  package var probability: Float?
  /// NFE of its own solve; nil for a ResNet and when it fails.
  package var nfe: Int?
}

extension Probe where Value == ProbeReading? {
  package static var reading: Self {
    Self("reading", .always, blank: nil, suits: { !$0.problem.isOfImages }) { album in
      album.pointer.map { ProbeReading(album, at: $0) }
    }
  }
}

extension ProbeReading {
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

/// The features at one iteration of training.
package struct FeatureFrame: Sendable, Equatable {
  package var iteration: Int
  /// NFE of the probe's solve.
  package var nfe: Int
  /// Loss of the last batch; nil before the first.
  package var loss: Float?
  /// Axes, 1…3.
  package var dimension: Int
  /// points × axes.
  package var positions: [Float]
  package var labels: [Float]
  package var meaning = PointLabels.signs
}
