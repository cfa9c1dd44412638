import Files
import Dispatch
import Solvers
import Platform

/// Loss and accuracy.
public struct Score: Sendable, Equatable {
  /// Mean loss (cross entropy in nats); NaN when a solve fails.
  public var loss: Double
  /// Share of correct images or points, 0…1; nil when a solve fails, and for series.
  public var accuracy: Double?

  /// A score.
  public init(loss: Double, accuracy: Double?) {
    self.loss = loss
    self.accuracy = accuracy
  }
}

/// Counts correct and wrong classifications, and failed solves as neither. All scores are counted
/// here.
public struct ClassTally: Sendable, Equatable {
  /// Number of classes.
  public let classes: Int
  /// Samples counted, failed solves included.
  public private(set) var samples = 0
  /// Counts by class (row) and predicted class (column), `classes × classes`, without failed
  /// solves.
  public private(set) var confusion: [Int]
  private var loss = 0.0

  /// An empty tally.
  public init(classes: Int) {
    self.classes = classes
    confusion = Array(repeating: 0, count: classes * classes)
  }

  /// The class with the greatest output, the first on a tie; nil if an output is not finite (a
  /// failed solve).
  public static func guess(_ outputs: ArraySlice<Float>) -> Int? {
    guard outputs.allSatisfy(\.isFinite), let most = outputs.max() else { return nil }
    return outputs.firstIndex(of: most).map { $0 - outputs.startIndex }
  }

  /// Counts a sample by its outputs, one per class.
  public mutating func add(_ outputs: ArraySlice<Float>, label: Int) {
    samples += 1
    loss += LossFunction.crossEntropy(outputs, label: label)
    if let guess = Self.guess(outputs) { confusion[label * classes + guess] += 1 }
  }

  /// Counts samples by their outputs, `samples × classes`.
  mutating func add(_ outputs: [Float], labels: some Sequence<Int>) {
    for (i, label) in labels.enumerated() {
      add(outputs[i * classes..<(i + 1) * classes], label: label)
    }
  }

  /// Adds another tally with the same number of classes.
  public mutating func add(_ other: ClassTally) {
    samples += other.samples
    loss += other.loss
    for i in confusion.indices { confusion[i] += other.confusion[i] }
  }

  /// Mean cross entropy in nats; NaN without samples or when a solve failed.
  public var meanLoss: Double { samples > 0 ? loss / Double(samples) : .nan }

  /// Share of correct samples, 0…1; nil without samples or when a solve failed.
  public var accuracy: Double? {
    guard samples > 0, confusion.reduce(0, +) == samples else { return nil }
    return Double((0..<classes).reduce(0) { $0 + confusion[$1 * (classes + 1)] }) / Double(samples)
  }
}

/// Evaluates a model on images with the run's threads; do not use it during an iteration.
public final class ImageEvaluation<Scalar: LaneScalar> {
  private let outputs: Int
  /// One per thread.
  private let evaluators: [Evaluator<Scalar>]

  /// Images solved at a time: the default batch size, to make NFE comparable.
  private static var solvedAtOnce: Int { 64 }

  init(_ trainer: Trainer<Scalar>, _ images: ImageSet, threads: Int) {
    outputs = images.outputs
    evaluators = (0..<threads).map { _ in
      Evaluator(
        trainer, inputs: images.shape.count, outputs: images.outputs,
        capacity: Self.solvedAtOnce)
    }
  }

  /// The score of images with the run's shape and classes.
  public func evaluate(_ samples: ImageSamples) -> Score {
    let chunks = (samples.count + Self.solvedAtOnce - 1) / Self.solvedAtOnce
    // Each thread uses its own evaluator; training is paused meanwhile.
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
        found.add(logits, labels: samples.labels[rows].lazy.map { Int($0) })
        let tally = found
        shared.withLock { $0[chunk] = tally }
      }
    }
    // In order of chunks: the sum must not depend on the threads.
    let all = shared.withLock { $0 }.reduce(into: none) { $0.add($1) }
    return Score(loss: all.meanLoss, accuracy: all.accuracy)
  }
}
