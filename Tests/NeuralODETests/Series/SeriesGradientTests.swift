import CAllocationCounter
import Solvers
import Foundation
import NeuralODE
import Testing

/// Series that differ in times, number, gaps, repeated times and offsets.
private func irregular() -> SeriesSamples {
  SeriesSamples(
    dimension: 2,
    series: [
      [(0, [0.4, -0.7]), (0.31, [0.5, .nan]), (0.31, [0.52, -0.4]), (1.7, [.nan, 0.3])],
      [(0, [-1.1, 0.2]), (0.05, [-1, 0.1]), (0.9, [-0.4, -0.6]), (1.2, [0.1, -0.7])],
      [(0, [0.8, 0.9]), (1.71, [-0.3, 0.6])],
    ], offsets: [0.6, 2.3, 0])
}

private func configuration(
  _ method: Tableau, _ gradient: GradientMethod, p: Int = 1, time: WindowTime? = .start
) -> (ModelConfiguration, TrainingConfiguration) {
  var model = ModelConfiguration.anode(p: p)
  (model.hidden, model.activation, model.hasReadout) = (7, .tanh, false)
  model.isTimeDependent = time != nil
  model.windowTime = time ?? .start
  var training = TrainingConfiguration()
  (training.solver, training.gradient, training.fixedSteps) = (method, gradient, 6)
  training.batchSize = 150
  return (model, training)
}

private func trainer(
  _ samples: SeriesSamples, _ model: ModelConfiguration, _ training: TrainingConfiguration,
  seed: UInt64 = 3
) -> Trainer<Double> {
  var generator = Xoshiro256(seed: seed)
  let layout = ParameterLayout(model, inputs: samples.dimension, outputs: 1)
  let parameters = (0..<layout.count).map { _ in generator.uniform(-0.7, 0.7) }
  return Trainer(
    model: model, training: training, dataset: Dataset(samples), parameters: parameters)
}

@Suite("The gradient of a loss over several times is correct") struct SeriesGradientTests {
  /// Every method with its chosen steps frozen, so finite differences do not change them.
  static let methods = Tableau.all.map { tableau in
    Tableau(
      name: tableau.name, order: tableau.order, c: tableau.c, a: tableau.a, b: tableau.b,
      interpolant: tableau.interpolant)
  }

  @Test(
    "backpropagation through the interpolants agrees with finite differences",
    arguments: methods.map(\.name), [nil, .start, .absolute] as [WindowTime?])
  func finiteDifferences(name: String, time: WindowTime?) throws {
    let method = try #require(Self.methods.first { $0.name == name })
    let (model, training) = configuration(method, .backpropagation, time: time)
    let trainer = trainer(irregular(), model, training)
    let rows: [Int32] = [2, 0, 1]
    _ = try trainer.gradient(rows)
    let count = trainer.layout.count
    let found = (0..<count).map { trainer.gradient.base[$0] }
    // Central differences err by h² times a third derivative of order 1, and by rounding over h.
    let h = 1e-5
    var worst = 0.0
    for i in 0..<count {
      let x = trainer.parameters.base + i
      let kept = x.pointee
      x.pointee = kept + h
      let above = try trainer.gradient(rows).loss
      x.pointee = kept - h
      let below = try trainer.gradient(rows).loss
      x.pointee = kept
      worst = max(worst, abs((above - below) / (2 * h) - found[i]))
    }
    let largest = found.map(abs).max() ?? 0
    #expect(largest > 0.01)
    #expect(worst < 1e-8 * max(1, largest))
  }

  @Test(
    "checkpoints give the gradient of the tape, to the bit", arguments: Tableau.all.map(\.name),
    WindowTime.allCases)
  func checkpoints(name: String, time: WindowTime) throws {
    let method = try #require(Tableau.named(name))
    func gradient(_ way: GradientMethod) throws -> [Double] {
      let (model, training) = configuration(method, way, time: time)
      let trainer = trainer(irregular(), model, training)
      _ = try trainer.gradient([0, 1, 2])
      return (0..<trainer.layout.count).map { trainer.gradient.base[$0] }
    }
    #expect(try gradient(.checkpointed) == gradient(.backpropagation))
  }

  @Test(
    "the adjoint converges to the gradient through the solver as the tolerance falls",
    arguments: WindowTime.allCases)
  func adjoint(time: WindowTime) throws {
    func gradient(_ way: GradientMethod, _ tolerance: Double) throws -> [Double] {
      var (model, training) = configuration(.dormandPrince, way, time: time)
      training.tolerance = tolerance
      let trainer = trainer(irregular(), model, training)
      _ = try trainer.gradient([0, 1, 2])
      return (0..<trainer.layout.count).map { trainer.gradient.base[$0] }
    }
    let exact = try gradient(.backpropagation, 1e-11)
    let largest = exact.map(abs).max() ?? 0
    for way in [GradientMethod.adjoint, .adjointSeminorm] {
      for tolerance in [1e-5, 1e-7, 1e-9] {
        let error = ReferenceRunTests.worst(try gradient(way, tolerance), exact) / largest
        // Seven solves, each with an error of about the tolerance in every parameter.
        #expect(error < 100 * tolerance, "\(way) at \(tolerance)")
      }
    }
  }

  @Test("observation times change neither the steps nor the states at other times")
  func times() throws {
    // The same three starts, observed at many times and only at the last.
    let starts = [[0.3, -0.2], [-0.9, 0.5], [1.2, 0.1]]
    func report(_ times: [Double]) throws -> IterationReport {
      let (model, training) = configuration(.dormandPrince, .backpropagation)
      let series = starts.map { start in
        [(time: 0.0, values: start)] + times.map { (time: $0, values: start) }
      }
      return try trainer(SeriesSamples(dimension: 2, series: series), model, training)
        .gradient([0, 1, 2])
    }
    let few = try report([2.5])
    let many = try report((1...50).map { Double($0) / 20 })
    #expect(few.statistics == many.statistics)
    #expect(few.loss != many.loss)
  }

  @Test(
    "the loss is the mean over the observed values, without gaps", arguments: WindowTime.allCases)
  func loss(time: WindowTime) throws {
    var (model, training) = configuration(.dormandPrince, .backpropagation, p: 0, time: time)
    training.tolerance = 1e-9
    model.family = .node
    let samples = irregular()
    let trainer = trainer(samples, model, training)
    let found = try trainer.gradient([0, 1, 2]).loss
    let evaluator = Evaluator(trainer, inputs: 2, outputs: 1, capacity: 8)
    var (sum, count) = (0.0, 0)
    for row in 0..<samples.count {
      let seen = samples.observations(of: row)
      let start = samples.start(of: row).map { Float($0) }
      for (time, values) in seen {
        let states = evaluator.motions(
          of: start, times: [time], offsets: [samples.offsets[row]]
        ).states
        for i in 0..<2 where values[i].isFinite {
          sum += (Double(states[i]) - values[i]) * (Double(states[i]) - values[i])
          count += 1
        }
      }
    }
    #expect(count == 18)
    // Each time has its own solve, whose result is rounded to Float.
    #expect(abs(found - sum / Double(count)) < 1e-6)
    // The starts are rounded to Float.
    #expect(abs(evaluator.seriesLoss(of: samples) - found) < 1e-7)
  }

  @Test(
    "an iteration allocates nothing, with any gradient method",
    .enabled(if: allocation_counter_counts() != 0, "a sanitizer's malloc is not counted"))
  func allocations() throws {
    var data = DatasetConfiguration.published(.oscillator)
    for (missing, time) in [(0, nil), (0.5, nil), (0.5, .absolute)] as [(Double, WindowTime?)] {
      data.sampling?.missing = missing
      let dataset = Dataset(data, seed: 1)
      for way in GradientMethod.allCases {
        var run = RunConfiguration.published(data, .anode)
        run.training.gradient = way
        (run.model.isTimeDependent, run.model.windowTime) = (time != nil, time ?? .start)
        let layout = ParameterLayout(run.model, inputs: 1, outputs: 1)
        var generator = Xoshiro256(seed: 1, stream: 2)
        let trainer = Trainer<Float>(
          model: run.model, training: run.training, dataset: dataset,
          parameters: layout.initialParameters(using: &generator))
        let rows = (0..<16).map { Int32($0) }
        // The tape grows to the longest solve that it has seen.
        for _ in 0..<3 { _ = try trainer.gradient(rows) }
        allocation_counter_start()
        for _ in 0..<5 { _ = try trainer.gradient(rows[...]) }
        let count = allocation_counter_stop()
        #expect(count == 0, "\(way), missing \(missing): \(count) allocations in 5 iterations")
      }
    }
  }
}

@Suite("A window with offset o is solved with the field's time o + \u{3C4}")
struct WindowTimeTests {
  /// The loss of some series and its gradient.
  private func found(_ trainer: Trainer<Double>, _ rows: some Sequence<Int>) throws -> [Double] {
    let loss = try trainer.gradient(rows.map { Int32($0) }).loss
    return [loss] + (0..<trainer.layout.count).map { trainer.gradient.base[$0] }
  }

  /// Series with the same times; without `offset` each has its own.
  private func many(_ count: Int, offset: Double? = nil) -> SeriesSamples {
    var generator = Xoshiro256(seed: 5)
    func values() -> [Double] { (0..<2).map { _ in generator.uniform(-1, 1) } }
    let series = (0..<count).map { _ in [0, 0.4, 1].map { (time: $0, values: values()) } }
    return SeriesSamples(
      dimension: 2, series: series,
      offsets: (0..<count).map { _ in offset ?? generator.uniform(0, 3) })
  }

  @Test("offsets of 0 change nothing, to the bit", arguments: GradientMethod.allCases)
  func zero(way: GradientMethod) throws {
    let numbers = try WindowTime.allCases.map { time in
      let (model, training) = configuration(.dormandPrince, way, time: time)
      return try found(trainer(many(150, offset: 0), model, training), 0..<150)
    }
    #expect(numbers[0] == numbers[1])
  }

  @Test("a common offset is equivalent to a change of the first bias")
  func shift() throws {
    let shift = 1.3
    // W\u{2081} is 7 × (t, two coordinates, one augmented); b\u{2081} follows.
    let bias = 28
    let numbers = try WindowTime.allCases.map { time in
      let (model, training) = configuration(.dormandPrince, .backpropagation, time: time)
      let trainer = trainer(many(20, offset: shift), model, training)
      let weights = trainer.parameters.base
      if time == .start { for i in 0..<7 { weights[bias + i] += shift * weights[4 * i] } }
      return try found(trainer, 0..<20)
    }
    // The gradient of t's weights gains o times that of the bias.
    var expected = numbers[0]
    for i in 0..<7 { expected[1 + 4 * i] += shift * expected[1 + bias + i] }
    #expect(ReferenceRunTests.worst(expected, numbers[1]) < 1e-13)
  }

  @Test("a batch of several pieces has the mean gradient of its samples")
  func pieces() throws {
    let (model, training) = configuration(.rk4, .backpropagation, time: .absolute)
    let trainer = trainer(many(150), model, training)
    let all = try found(trainer, 0..<150)
    var mean = Array(repeating: 0.0, count: all.count)
    for row in 0..<150 {
      for (k, number) in try found(trainer, [row]).enumerated() { mean[k] += number / 150 }
    }
    #expect(ReferenceRunTests.worst(all, mean) < 1e-13)
  }

  @Test("the setting applies to windows if the field takes t")
  func relevance() throws {
    let setting = try #require(RunSetting.named("window-time"))
    func means(_ data: DatasetConfiguration, isTimed: Bool = true) -> Bool {
      var run = RunConfiguration.published(data, .node)
      run.model.isTimeDependent = isTimed
      return setting.isRelevant(run)
    }
    func table(window: Int?) throws -> DatasetConfiguration {
      let rows = (0..<30).map { "\($0),\($0 % 5)\n" }.joined()
      return .published(
        .series(
          try SeriesTable(
            Table(bytes: Array("time,x\n\(rows)".utf8)), SeriesTable.Columns(window: window))))
    }
    #expect(means(.published(.spiral)) && means(.published(.lorenz)))
    #expect(try means(table(window: 10)) && !means(table(window: nil)))
    #expect(!means(.published(.spiral), isTimed: false))
    #expect(!means(.published(.oscillator)) && !means(.annulus))
  }

  @Test(
    "windows of a motion driven by t can be learned only with absolute time",
    arguments: [0, 1] as [UInt64])
  func driven(seed: UInt64) throws {
    // dx/dt = cos t, observed as x(t) = sin t.
    var law = Dynamics(names: ["x", "t"], observed: 1, start: { _ in [0, 0] }) { [cos($0[1]), 1] }
    law.cutting = .windows(of: 10)
    var kind = DatasetKind("driven", "a motion that t drives", source: .dynamics(law))
    (kind.dimension, kind.counts) = (1, (0, 200))
    kind.sampling = SeriesSampling(observations: 10, end: 0.5)
    let times = (0...100).map { Double($0) / 10 }
    func error(_ time: WindowTime) throws -> Double {
      var configuration = RunConfiguration.published(.published(kind), .node, seed: seed)
      (configuration.model.activation, configuration.model.windowTime) = (.tanh, time)
      configuration.model.hasReadout = false
      (configuration.training.learningRate, configuration.training.batchSize) = (1e-2, 16)
      let run = TrainingRun<Float>(configuration)
      for _ in 0..<3000 { _ = try run.iterate() }
      let found = run.makeEvaluator().motions(of: [0], times: times)
      return zip(times, found.states).map { abs(sin($0) - Double($1)) }.max() ?? .infinity
    }
    // A curve that stays at 0 has the error 1. The worst of four seeds have 0.31 and 1.05.
    #expect(try error(.absolute) < 0.5)
    #expect(try error(.start) > 1)
  }
}
