import DifferentialEquations
import Dispatch
import Foundation
import Lanes

/// How well images are told apart.
public struct Judgement: Sendable, Equatable {
  /// Mean cross entropy, in nats; not a number when a solve fails.
  public var loss: Double
  /// Share of images whose class has the greatest output, 0…1.
  public var accuracy: Double

  /// A judgement.
  public init(loss: Double, accuracy: Double) {
    self.loss = loss
    self.accuracy = accuracy
  }
}

/// A training run on images: a model, its first weights and the order of its batches follow from a seed.
public final class ImageRun<Scalar: LaneScalar> {
  /// The images.
  public let images: ImageSet
  /// The model.
  public let model: ModelConfiguration
  /// What trains it.
  public let trainer: Trainer<Scalar>
  private let team: ThreadTeam
  private var schedule: BatchSchedule
  private let evaluators: [Evaluator<Scalar>]

  /// A run at its start.
  ///
  /// - Parameters:
  ///   - parameters: weights to start from; nil draws them by the seed.
  ///   - threads: threads that share the work of each solve; how many there are changes no bit.
  public init(
    images: ImageSet, model: ModelConfiguration, training: TrainingConfiguration, seed: UInt64,
    parameters: [Double]? = nil, threads: Int = 1
  ) {
    self.images = images
    self.model = model
    var generator = Xoshiro256(seed: seed, stream: 2)
    let layout = ParameterLayout(model, inputs: images.shape.count, outputs: images.outputs)
    let size = min(training.batchSize, images.training.count)
    var training = training
    training.batchSize = size
    team = ThreadTeam(threads: threads)
    trainer = Trainer(
      model: model, training: training,
      table: SampleTable(images.training, outputs: images.outputs),
      parameters: parameters ?? layout.initialParameters(using: &generator), team: team)
    schedule = BatchSchedule(count: images.training.count, batchSize: size, seed: seed)
    let trainer = trainer
    evaluators = (0..<team.count).map { _ in
      Evaluator(
        trainer, inputs: images.shape.count, outputs: images.outputs,
        capacity: Self.evaluated)
    }
  }

  deinit { team.end() }

  /// Images solved at a time when they are judged: as many as a training batch has by default, so that NFE can be compared.
  private static var evaluated: Int { 64 }

  /// Updates that make a pass over the images.
  public var iterationsPerEpoch: Int { schedule.batchesPerEpoch }

  /// One update on the next batch.
  ///
  /// - Throws: `SolveFailure` as `Trainer.iterate` does.
  public func iterate() throws(SolveFailure) -> IterationReport {
    try trainer.iterate(schedule.next())
  }

  /// Looks at the run's model, for solves of up to `capacity` images at a time.
  public func makeEvaluator(capacity: Int = 64) -> Evaluator<Scalar> {
    Evaluator(
      trainer, inputs: images.shape.count, outputs: images.outputs, capacity: capacity)
  }

  /// Judges the images held out, with as many threads as train.
  public func judge() -> Judgement { judge(images.test) }

  /// Judges images of the same extents and classes, with as many threads as train.
  public func judge(_ samples: ImageSamples) -> Judgement {
    let chunks = (samples.count + Self.evaluated - 1) / Self.evaluated
    // Each thread has an evaluator to itself; nobody trains meanwhile.
    nonisolated(unsafe) let evaluators = evaluators
    let outputs = images.outputs
    let lock = NSLock()
    nonisolated(unsafe) var sums = [(loss: Double, right: Int)](
      repeating: (0, 0), count: chunks)
    DispatchQueue.concurrentPerform(iterations: evaluators.count) { thread in
      for chunk in stride(from: thread, to: chunks, by: evaluators.count) {
        let rows = chunk * Self.evaluated..<min(samples.count, (chunk + 1) * Self.evaluated)
        let size = samples.shape.count
        let logits = evaluators[thread].outputs(
          of: Array(samples.pixels[rows.lowerBound * size..<rows.upperBound * size]))
        let found = Self.judge(logits, labels: samples.labels[rows], outputs: outputs)
        lock.withLock { sums[chunk] = found }
      }
    }
    // By chunk, so that the sum does not depend on which thread was first.
    return Judgement(
      loss: sums.reduce(0) { $0 + $1.loss } / Double(max(1, samples.count)),
      accuracy: Double(sums.reduce(0) { $0 + $1.right }) / Double(max(1, samples.count)))
  }

  /// Summed cross entropy, and how many are right.
  private static func judge(
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

  /// The model as it is now.
  public var checkpoint: Checkpoint {
    let weights = trainer.parameters.base
    return Checkpoint(
      model: model, inputs: images.shape.count, outputs: images.outputs,
      parameters: (0..<trainer.layout.count).map { Double(weights[$0]) })
  }
}
