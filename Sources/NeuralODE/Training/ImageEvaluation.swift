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
    let outputs = outputs
    let shared = Guarded([(loss: Double, right: Int)](repeating: (0, 0), count: chunks))
    DispatchQueue.concurrentPerform(iterations: evaluators.count) { thread in
      for chunk in stride(from: thread, to: chunks, by: evaluators.count) {
        let first = chunk * Self.solvedAtOnce
        let rows = first..<min(samples.count, first + Self.solvedAtOnce)
        let size = samples.shape.count
        let logits = evaluators[thread].outputs(
          of: Array(samples.pixels[rows.lowerBound * size..<rows.upperBound * size]))
        let found = Self.score(logits, labels: samples.labels[rows], outputs: outputs)
        shared.withLock { $0[chunk] = found }
      }
    }
    let sums = shared.withLock { $0 }
    // By chunk, so that the sum does not depend on which thread was first.
    return Score(
      loss: sums.reduce(0) { $0 + $1.loss } / Double(max(1, samples.count)),
      accuracy: Double(sums.reduce(0) { $0 + $1.right }) / Double(max(1, samples.count)))
  }

  /// Summed cross entropy, and how many are right.
  private static func score(
    _ logits: [Float], labels: ArraySlice<Int32>, outputs: Int
  ) -> (loss: Double, right: Int) {
    var loss = 0.0
    var right = 0
    for (i, label) in labels.enumerated() {
      let z = logits[i * outputs..<(i + 1) * outputs]
      loss += LossFunction.crossEntropy(z, label: Int(label))
      if z.firstIndex(of: z.max() ?? 0) == z.startIndex + Int(label) { right += 1 }
    }
    return (loss, right)
  }
}
