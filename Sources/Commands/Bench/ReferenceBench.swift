import Solvers
import Dispatch
import NeuralODE
import Platform

/// Times every iteration of a reference run's training, repeated as `anode verify` does.
struct ReferenceBench {
  let run: ReferenceRun
  var threads = 1
  /// Timed passes over the run's iterations, after one warm-up pass.
  var rounds = 5
  /// The most iterations of the run.
  var limit = Int.max

  private struct Timings: Sendable {
    /// By round and iteration.
    var microseconds: [[Double]] = []
    /// By iteration; the same in every round.
    var evaluations: [Int] = []
    var operations: [Double] = []
  }

  func measure<Scalar: LaneScalar>(in _: Scalar.Type) throws(SolveFailure) -> ReferenceFigures {
    let outcomes = Mailbox<Result<(Timings, Double), SolveFailure>>()
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let before = Peak.operationsPerSecond(Scalar.self)
      let outcome = Result { () throws(SolveFailure) in try time(in: Scalar.self) }
      outcomes.add(outcome.map { ($0, max(before, Peak.operationsPerSecond(Scalar.self))) })
    }
    var timings: [Timings] = []
    var peak = 0.0
    for outcome in outcomes.takeAll() {
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

/// The cost of training a reference run.
package struct ReferenceFigures: Sendable {
  package var name: String
  /// `float` or `double`.
  package var precision: String
  /// Models trained at once, each on its own thread.
  package var threads: Int
  package var iterations: Int
  /// Median over all timed iterations.
  package var iterationMicroseconds: Double
  /// Mean forward evaluations of an iteration.
  package var meanNFE: Double
  /// 10⁹ operations a second, by `Arithmetic`, of all threads together.
  package var gflops: Double
  /// The same for multiply-add chains in registers.
  package var peakGflops: Double

  package var json: JSONLine {
    JSONLine([
      ("case", .text(name)), ("precision", .text(precision)), ("threads", .integer(threads)),
      ("iterations", .integer(iterations)),
      ("iterationMicroseconds", .number(iterationMicroseconds, digits: 4)),
      ("meanNFE", .number(meanNFE, digits: 5)), ("gflops", .number(gflops, digits: 4)),
      ("peakGflops", .number(peakGflops, digits: 4)),
      ("shareOfPeak", .number(gflops / peakGflops, digits: 3)),
    ])
  }
}
