import Dispatch
import Lanes
import Threads

/// Evaluates a model on images, with as many threads as train it. Not to be used during training.
public final class ImageEvaluation<Scalar: LaneScalar> {
  private let outputs: Int
  /// One for each thread.
  private let evaluators: [Evaluator<Scalar>]

  /// Images solved at a time: as many as a training batch has by default, so that NFE can be
  /// compared.
  private static var solvedAtOnce: Int { 64 }

  init(_ trainer: Trainer<Scalar>, _ images: ImageSet, threads: Int) {
    outputs = images.outputs
    evaluators = (0..<threads).map { _ in
      Evaluator(
        trainer, inputs: images.shape.count, outputs: images.outputs,
        capacity: Self.solvedAtOnce)
    }
  }

  /// Mean cross entropy of images of the extents and classes that are trained on, and the share
  /// that is right.
  public func evaluate(_ samples: ImageSamples) -> Score {
    let chunks = (samples.count + Self.solvedAtOnce - 1) / Self.solvedAtOnce
    // Each thread has an evaluator to itself; training rests meanwhile.
    nonisolated(unsafe) let evaluators = evaluators
    let none = ClassTally(classes: outputs)
    let shared = Guarded([ClassTally](repeating: none, count: chunks))
    DispatchQueue.concurrentPerform(iterations: evaluators.count) { thread in
      for chunk in stride(from: thread, to: chunks, by: evaluators.count) {
        let first = chunk * Self.solvedAtOnce
        let rows = first..<min(samples.count, first + Self.solvedAtOnce)
        let size = samples.shape.count
        let logits = evaluators[thread].outputs(
          of: Array(samples.pixels[rows.lowerBound * size..<rows.upperBound * size]))
        var found = none
        for (i, label) in samples.labels[rows].enumerated() {
          found.add(logits[i * none.classes..<(i + 1) * none.classes], label: Int(label))
        }
        let tally = found
        shared.withLock { $0[chunk] = tally }
      }
    }
    // By chunk, so that the sum does not depend on which thread was first.
    let all = shared.withLock { $0 }.reduce(into: none) { $0.add($1) }
    return Score(loss: all.meanLoss, accuracy: all.accuracy)
  }
}
