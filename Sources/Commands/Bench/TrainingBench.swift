import Solvers
import Dispatch
import NeuralODE
import Platform

/// Solves and training iterations of the published toy models on the annulus, seed 0.
struct TrainingBench<Scalar: LaneScalar> {
  let effort: BenchEffort
  /// Operations a second of `Peak`.
  let peak: Double

  private static var flows: [(String, ModelConfiguration)] {
    [("NODE", .node()), ("ANODE p=1", .anode(p: 1)), ("ANODE p=5", .anode(p: 5))]
  }

  struct Cost {
    /// Median of an iteration.
    var microseconds: Double
    /// Mean forward evaluations (for a ResNet, blocks).
    var evaluations: Double
    /// Mean operations, by `Arithmetic`.
    var operations: Double

    func row(_ name: String, peak: Double) -> JSONLine {
      let rate = operations / microseconds * 1e6
      return JSONLine([
        ("name", .text(name)), ("microseconds", .number(microseconds, digits: 4)),
        ("meanNFE", .number(evaluations, digits: 4)), ("gflops", .number(rate * 1e-9, digits: 3)),
        ("shareOfPeak", .number(rate / peak, digits: 2)),
      ])
    }
  }

  /// Trains from the start, `rounds` times, after two warm-up iterations each.
  static func cost(
    _ configuration: RunConfiguration, rounds: Int, iterations: Int, threads: Int = 1
  ) throws(SolveFailure) -> Cost {
    var microseconds: [Double] = []
    var evaluations = 0.0
    var operations = 0.0
    for _ in 0..<rounds {
      let run = TrainingRun<Scalar>(configuration, threads: threads)
      let arithmetic = Arithmetic(
        configuration.model, inputs: run.dataset.dimension, outputs: run.dataset.outputs,
        gradient: configuration.training.gradient)
      for iteration in 0..<iterations + 2 {
        let start = Clock.now
        let report = try run.iterate()
        let took = (Clock.now - start) * 1e6
        guard iteration >= 2 else { continue }
        microseconds.append(took)
        evaluations += Double(report.statistics.evaluations)
        operations += arithmetic.iteration(report, samples: configuration.training.batchSize)
      }
    }
    let count = Double(microseconds.count)
    return Cost(
      microseconds: Stopwatch.median(microseconds), evaluations: evaluations / count,
      operations: operations / count)
  }

  func training() throws(SolveFailure) -> BenchSection {
    var section = BenchSection(
      kind: "training", title: "Training iterations, batch 64, tolerance 1e-3")
    for (name, model) in Self.flows + [("ResNet", .resnet())] {
      // For batches of equal size: the last batch of an epoch is short.
      let data = DatasetConfiguration(kind: .annulus, negativeCount: 512, positiveCount: 1536)
      let cost = try Self.cost(
        RunConfiguration(data: data, model: model), rounds: effort.rounds,
        iterations: effort.iterations)
      section.rows.append(cost.row(name, peak: peak))
    }
    return section
  }

  /// Of the initial models, from t = 0 to 1.
  func solves() throws(SolveFailure) -> BenchSection {
    var section = BenchSection(
      kind: "solve", title: "Solves without a gradient, batch 64, tolerance 1e-3")
    for (name, model) in Self.flows {
      let flow = InitialFlow<Scalar>(model)
      let evaluations = try flow.solve().evaluations
      let seconds = Stopwatch.median(rounds: effort.rounds, roundSeconds: effort.roundSeconds) {
        // It succeeded above, with the same input.
        _ = try? flow.solve()
      }
      let bare = Stopwatch.median(rounds: effort.rounds, roundSeconds: effort.roundSeconds) {
        flow.evaluate()
      }
      let rate = flow.operations * Double(evaluations) / seconds
      section.rows.append(
        JSONLine([
          ("name", .text(name)), ("nfe", .integer(evaluations)),
          ("microseconds", .number(seconds * 1e6, digits: 3)),
          ("microsecondsPerEvaluation", .number(seconds * 1e6 / Double(evaluations), digits: 3)),
          ("fieldAloneMicroseconds", .number(bare * 1e6, digits: 3)),
          ("gflops", .number(rate * 1e-9, digits: 3)),
          ("shareOfPeak", .number(rate / peak, digits: 2)),
        ]))
    }
    return section
  }

  /// The gain of a duel from a second core, and what the machine can give: two threads of one core
  /// share its arithmetic.
  func cores() throws(SolveFailure) -> BenchSection {
    let iterations = effort.isQuick ? 2 : 1000
    func seconds(threads: Int) throws(SolveFailure) -> Double {
      let outcomes = Mailbox<Result<Void, SolveFailure>>()
      let start = Clock.now
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        outcomes.add(
          Result { () throws(SolveFailure) in
            let run = TrainingRun<Scalar>(RunConfiguration(model: .anode()))
            for _ in 0..<iterations { _ = try run.iterate() }
          })
      }
      let took = Clock.now - start
      for outcome in outcomes.takeAll() { try outcome.get() }
      return took
    }
    func peakSeconds(threads: Int) -> Double {
      Stopwatch.seconds {
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
          _ = Peak.operationsPerSecond(Scalar.self, rounds: iterations / 5)
        }
      }
    }
    _ = try seconds(threads: 2)
    var ratios: [Double] = []
    var peakRatios: [Double] = []
    var rates: [Double] = []
    for _ in 0..<effort.rounds {
      let one = try seconds(threads: 1)
      let two = try seconds(threads: 2)
      ratios.append(2 * one / two)
      peakRatios.append(2 * peakSeconds(threads: 1) / peakSeconds(threads: 2))
      rates.append(Double(iterations) / one)
    }
    let ratio = Stopwatch.median(ratios)
    let rate = Stopwatch.median(rates)
    return BenchSection(
      kind: "cores",
      title:
        "Two models on two threads against one on one, and the same of arithmetic in registers",
      rows: [
        JSONLine([
          ("name", .text("ANODE p=1")), ("oneIterationsPerSecond", .number(rate, digits: 4)),
          ("twoIterationsPerSecond", .number(rate * ratio, digits: 4)),
          ("throughputRatio", .number(ratio, digits: 3)),
          ("peakRatio", .number(Stopwatch.median(peakRatios), digits: 3)),
        ])
      ])
  }
}

/// A flow with the weights of seed 0, and 64 points of the annulus.
private final class InitialFlow<Scalar: LaneScalar> {
  private let field: MLPField<Scalar>
  private let solver: RungeKuttaSolver<MLPField<Scalar>>
  private let shape: BatchShape
  private let state: AlignedBuffer<Scalar>
  private let result: AlignedBuffer<Scalar>
  /// Of one evaluation of the batch.
  let operations: Double

  init(_ model: ModelConfiguration) {
    let dataset = Dataset(.annulus, seed: 0)
    let d = dataset.dimension
    let layout = ParameterLayout(model, inputs: d, outputs: 1)
    var generator = Xoshiro256(seed: 0, stream: 2)
    let parameters = AlignedBuffer<Scalar>(layout.initialParameters(using: &generator))
    shape = BatchShape(features: model.features(inputs: d), samples: 64, of: Scalar.self)
    field = MLPField(
      features: shape.features, hidden: model.hidden, activation: model.activation,
      isTimeDependent: model.isTimeDependent, parameters: parameters, samples: shape.samples)
    solver = RungeKuttaSolver(field: field, shape: shape)
    state = AlignedBuffer(count: shape.count)
    result = AlignedBuffer(count: shape.count)
    let step = dataset.count / shape.samples
    for sample in 0..<shape.samples {
      for i in 0..<d {
        state.base[i * shape.stride + sample] = Scalar(dataset.inputs[sample * step * d + i])
      }
    }
    operations =
      Arithmetic(model, inputs: d, outputs: 1).evaluation * Double(shape.samples)
  }

  func solve() throws(SolveFailure) -> SolveStatistics {
    try solver.solve(from: 0, to: 1, initial: state.base, final: result.base, shape: shape)
    return solver.statistics
  }

  func evaluate() {
    field.evaluate(t: 0.5, state: state.base, derivative: result.base, shape: shape, slot: nil)
  }
}
