import DifferentialEquations
import Dispatch
import Foundation
import Lanes

/// Trains one model with several threads: each takes its share of a batch, solves it *as a system of its own*, with its own
/// norm and its own steps, and the shares' gradients are averaged. (So does PyTorch's DistributedDataParallel.) With one thread
/// it is a `Trainer`, to the bit; equal numbers of threads give equal runs.
public final class DataParallelTrainer<Scalar: LaneScalar> {
  /// What holds the weights; the others are copies of it between updates.
  public var trainer: Trainer<Scalar> { workers[0] }
  /// One for each thread.
  private let workers: [Trainer<Scalar>]

  /// Threads that train.
  public var threads: Int { workers.count }

  /// A trainer that starts from the given weights.
  public init(
    model: ModelConfiguration, training: TrainingConfiguration, table: SampleTable<Scalar>,
    parameters: [Double], threads: Int
  ) {
    let threads = max(1, min(threads, training.batchSize))
    var share = training
    share.batchSize = (training.batchSize + threads - 1) / threads
    workers = (0..<threads).map { _ in
      Trainer(model: model, training: share, table: table, parameters: parameters)
    }
  }

  /// One update on the given rows. The report's loss is the mean over them, its costs those of the share that cost most.
  ///
  /// - Throws: `SolveFailure` as `Trainer.iterate` does, for the first share that fails.
  public func iterate(_ rows: ArraySlice<Int32>) throws(SolveFailure) -> IterationReport {
    guard workers.count > 1, rows.count > 1 else { return try workers[0].iterate(rows) }
    let parts = shares(rows)
    let outcomes = Outcomes(count: parts.count)
    // Each thread has a worker to itself, which no other touches before all are done.
    nonisolated(unsafe) let workers = workers
    DispatchQueue.concurrentPerform(iterations: parts.count) { i in
      outcomes.put(
        Result { () throws(SolveFailure) in try workers[i].gradient(parts[i]) }, i)
    }
    var report = IterationReport(
      loss: 0, statistics: SolveStatistics(), backwardEvaluations: 0)
    for (part, outcome) in zip(parts, outcomes.values) {
      let found = try outcome.get()
      report.loss += found.loss * Double(part.count) / Double(rows.count)
      if found.statistics.evaluations > report.statistics.evaluations {
        report.statistics = found.statistics
      }
      report.backwardEvaluations = max(report.backwardEvaluations, found.backwardEvaluations)
    }
    average(parts, of: rows.count)
    trainer.update()
    for worker in workers.dropFirst() {
      worker.parameters.base.update(from: trainer.parameters.base, count: trainer.layout.count)
    }
    return report
  }

  /// Neighbouring rows, as many for each worker as for any other or one less.
  private func shares(_ rows: ArraySlice<Int32>) -> [ArraySlice<Int32>] {
    let count = min(workers.count, rows.count)
    return (0..<count).map { i in
      rows[
        rows.startIndex + rows.count * i / count..<rows.startIndex + rows.count * (i + 1) / count]
    }
  }

  /// The first worker's gradient becomes that of the whole batch's mean loss.
  private func average(_ parts: [ArraySlice<Int32>], of count: Int) {
    let total = trainer.gradient.base
    for (i, part) in parts.enumerated() {
      let share = Scalar(part.count) / Scalar(count)
      if i == 0 {
        Scalar.addScaled(
          zeros.base, share, total, stride: 1, count: trainer.layout.count, into: total)
      } else {
        Scalar.addScaled(
          total, share, workers[i].gradient.base, stride: 1, count: trainer.layout.count,
          into: total)
      }
    }
  }

  private lazy var zeros = AlignedBuffer<Scalar>(count: trainer.layout.count)

  /// What each thread found.
  ///
  /// Unchecked, because the lock is what makes it safe: it covers every access.
  private final class Outcomes: @unchecked Sendable {
    private let lock = NSLock()
    private var slots: [Result<IterationReport, SolveFailure>?]

    init(count: Int) { slots = Array(repeating: nil, count: count) }

    func put(_ outcome: Result<IterationReport, SolveFailure>, _ i: Int) {
      lock.withLock { slots[i] = outcome }
    }

    var values: [Result<IterationReport, SolveFailure>] {
      lock.withLock { slots.compactMap { $0 } }
    }
  }
}
