import Files
import Dispatch
import Solvers
import Platform

/// How well samples are classified.
public struct Score: Sendable, Equatable {
  /// Mean cross entropy, in nats; not a number when a solve fails.
  public var loss: Double
  /// Share of images whose class has the greatest output, or of points on the right side, 0…1; nil
  /// when a solve fails, and of series, of which none is right or wrong.
  public var accuracy: Double?

  /// A score.
  public init(loss: Double, accuracy: Double?) {
    self.loss = loss
    self.accuracy = accuracy
  }
}

/// How samples are told apart into classes. Here alone outputs become right, wrong or, where a
/// solve failed, neither: whoever scores a model counts with it.
public struct ClassTally: Sendable, Equatable {
  /// Classes.
  public let classes: Int
  /// Samples counted, with those whose solves failed.
  public private(set) var samples = 0
  /// How often the class of the row is taken for that of the column, `classes × classes`. Samples
  /// whose solves failed are left out.
  public private(set) var confusion: [Int]
  private var loss = 0.0

  /// A tally of no samples yet.
  public init(classes: Int) {
    self.classes = classes
    confusion = Array(repeating: 0, count: classes * classes)
  }

  /// The class that outputs say, which is that of the greatest, or of the first of equal ones; nil
  /// when any of them is not finite, as when their solve failed.
  public static func guess(_ outputs: ArraySlice<Float>) -> Int? {
    guard outputs.allSatisfy(\.isFinite), let most = outputs.max() else { return nil }
    return outputs.firstIndex(of: most).map { $0 - outputs.startIndex }
  }

  /// Counts a sample by its outputs, one a class.
  public mutating func add(_ outputs: ArraySlice<Float>, label: Int) {
    samples += 1
    loss += LossFunction.crossEntropy(outputs, label: label)
    if let guess = Self.guess(outputs) { confusion[label * classes + guess] += 1 }
  }

  /// Counts samples by their outputs, sample after sample.
  mutating func add(_ outputs: [Float], labels: some Sequence<Int>) {
    for (i, label) in labels.enumerated() {
      add(outputs[i * classes..<(i + 1) * classes], label: label)
    }
  }

  /// Counts what another tally of as many classes has counted.
  public mutating func add(_ other: ClassTally) {
    samples += other.samples
    loss += other.loss
    for i in confusion.indices { confusion[i] += other.confusion[i] }
  }

  /// Mean cross entropy, in nats; not a number when a solve failed, or of no samples.
  public var meanLoss: Double { samples > 0 ? loss / Double(samples) : .nan }

  /// Share that is right, 0…1; nil when a solve failed, and of no samples: what was not answered is
  /// neither right nor wrong.
  public var accuracy: Double? {
    guard samples > 0, confusion.reduce(0, +) == samples else { return nil }
    return Double((0..<classes).reduce(0) { $0 + confusion[$1 * (classes + 1)] }) / Double(samples)
  }
}

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
        found.add(logits, labels: samples.labels[rows].lazy.map { Int($0) })
        let tally = found
        shared.withLock { $0[chunk] = tally }
      }
    }
    // By chunk, so that the sum does not depend on which thread was first.
    let all = shared.withLock { $0 }.reduce(into: none) { $0.add($1) }
    return Score(loss: all.meanLoss, accuracy: all.accuracy)
  }
}
