import Files
import Solvers
import Platform

/// Evaluates a model on images with the run's threads; do not use it during an iteration.
public final class ImageEvaluation<Scalar: LaneScalar> {
  private let outputs: Int
  private let team: ThreadTeam
  /// One per thread.
  private let evaluators: [Evaluator<Scalar>]

  /// Images solved at a time: the default batch size, to make NFE comparable.
  private static var solvedAtOnce: Int { 64 }

  init(_ trainer: Trainer<Scalar>, _ images: ImageSet, team: ThreadTeam) {
    outputs = images.outputs
    self.team = team
    evaluators = (0..<team.count).map { _ in
      Evaluator(
        trainer, inputs: images.shape.count, outputs: images.outputs,
        capacity: Self.solvedAtOnce)
    }
  }

  /// The score of images with the run's shape and classes.
  public func evaluate(_ samples: ImageSamples) -> Score {
    let chunks = (samples.count + Self.solvedAtOnce - 1) / Self.solvedAtOnce
    let none = ClassTally(classes: outputs)
    var tallies = [ClassTally](repeating: none, count: chunks)
    tallies.withUnsafeMutableBufferPointer { tallies in
      team.run(chunks) { chunk, thread in
        let first = chunk * Self.solvedAtOnce
        let rows = first..<min(samples.count, first + Self.solvedAtOnce)
        let size = samples.shape.count
        let logits = evaluators[thread].outputs(
          of: Array(samples.pixels[rows.lowerBound * size..<rows.upperBound * size]))
        tallies[chunk].add(logits, labels: samples.labels[rows].lazy.map { Int($0) })
      }
    }
    // In order of chunks: the sum must not depend on the threads.
    let all = tallies.reduce(into: none) { $0.add($1) }
    return Score(loss: all.meanLoss, accuracy: all.accuracy)
  }
}
