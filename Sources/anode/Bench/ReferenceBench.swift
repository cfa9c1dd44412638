import DifferentialEquations
import Dispatch
import Lanes
import NeuralODE
import Threads

/// Trains a reference run's model from its weights on its batches, as `anode verify` does, and
/// times every iteration.
struct ReferenceBench {
  let run: ReferenceRun
  var threads = 1
  /// Passes over the run's iterations that are timed; one more, before them, warms up.
  var rounds = 5
  /// At most so many of the run's iterations.
  var limit = Int.max

  /// One thread's timings.
  private struct Timings: Sendable {
    /// Microseconds by round and iteration.
    var microseconds: [[Double]] = []
    /// Evaluations and operations by iteration; the same in every round.
    var evaluations: [Int] = []
    var operations: [Double] = []
  }

  func measure<Scalar: LaneScalar>(in _: Scalar.Type) throws(SolveFailure) -> ReferenceFigures {
    let outcomes = Gathered<Result<(Timings, Double), SolveFailure>>(count: threads)
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      let before = Peak.operationsPerSecond(Scalar.self)
      let outcome = Result { () throws(SolveFailure) in try time(in: Scalar.self) }
      outcomes.put(outcome.map { ($0, max(before, Peak.operationsPerSecond(Scalar.self))) }, thread)
    }
    var timings: [Timings] = []
    var peak = 0.0
    for outcome in outcomes.values {
      let (timing, itsPeak) = try outcome.get()
      timings.append(timing)
      peak += itsPeak
    }
    let gflops = timings.map { timing in
      let medians = timing.operations.indices.map { i in
        Stopwatch.median(timing.microseconds.map { $0[i] })
      }
      return timing.operations.reduce(0, +) / medians.reduce(0, +) * 1e-3
    }
    let evaluations = timings.flatMap(\.evaluations)
    return ReferenceFigures(
      name: run.name, precision: Scalar.self == Float.self ? "float" : "double", threads: threads,
      iterations: timings.first?.operations.count ?? 0,
      iterationMicroseconds: Stopwatch.median(timings.flatMap(\.microseconds).flatMap { $0 }),
      meanNFE: Double(evaluations.reduce(0, +)) / Double(max(1, evaluations.count)),
      gflops: gflops.reduce(0, +), peakGflops: peak * 1e-9)
  }

  private func time<Scalar: LaneScalar>(in _: Scalar.Type) throws(SolveFailure) -> Timings {
    let arithmetic = Arithmetic(
      run.model, inputs: run.dataset.dimension, outputs: run.dataset.outputs,
      gradient: run.training.gradient)
    let batches = run.batches.prefix(limit)
    var timings = Timings()
    for round in 0...max(1, rounds) {
      let trainer = Trainer<Scalar>(
        model: run.model, training: run.training, dataset: run.dataset,
        parameters: run.initialParameters)
      var microseconds: [Double] = []
      microseconds.reserveCapacity(batches.count)
      for rows in batches {
        let start = Clock.now
        let report = try trainer.iterate(rows)
        microseconds.append((Clock.now - start) * 1e6)
        if round == 0 {
          timings.evaluations.append(report.statistics.evaluations)
          timings.operations.append(arithmetic.iteration(report, samples: rows.count))
        }
      }
      if round > 0 { timings.microseconds.append(microseconds) }
    }
    return timings
  }
}
