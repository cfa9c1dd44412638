import CAllocationCounter
import Solvers
import NeuralODE
import Testing

/// Series that differ in everything they may differ in: times, number, coordinates not seen, two
/// observations at one time.
private func irregular() -> SeriesSamples {
  SeriesSamples(
    dimension: 2,
    series: [
      [(0, [0.4, -0.7]), (0.31, [0.5, .nan]), (0.31, [0.52, -0.4]), (1.7, [.nan, 0.3])],
      [(0, [-1.1, 0.2]), (0.05, [-1, 0.1]), (0.9, [-0.4, -0.6]), (1.2, [0.1, -0.7])],
      [(0, [0.8, 0.9]), (1.71, [-0.3, 0.6])],
    ])
}

private func configuration(
  _ method: Tableau, _ gradient: GradientMethod, p: Int = 1, isTimed: Bool = true
) -> (ModelConfiguration, TrainingConfiguration) {
  var model = ModelConfiguration.anode(p: p)
  (model.hidden, model.activation, model.hasReadout) = (7, .tanh, false)
  model.isTimeDependent = isTimed
  var training = TrainingConfiguration()
  (training.solver, training.gradient, training.fixedSteps) = (method, gradient, 6)
  training.batchSize = 3
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

@Suite("The gradient of a loss along the way is the loss's") struct SeriesGradientTests {
  /// Every method with steps of its own choice frozen, so that finite differences see no change.
  static let methods = Tableau.all.map { tableau in
    Tableau(
      name: tableau.name, order: tableau.order, c: tableau.c, a: tableau.a, b: tableau.b,
      interpolant: tableau.interpolant)
  }

  @Test(
    "backpropagation through the interpolants agrees with finite differences",
    arguments: methods.map(\.name), [true, false])
  func finiteDifferences(name: String, isTimed: Bool) throws {
    let method = try #require(Self.methods.first { $0.name == name })
    let (model, training) = configuration(method, .backpropagation, isTimed: isTimed)
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

  @Test("checkpoints give the gradient of the tape, to the bit", arguments: Tableau.all.map(\.name))
  func checkpoints(name: String) throws {
    let method = try #require(Tableau.named(name))
    func gradient(_ way: GradientMethod) throws -> [Double] {
      let (model, training) = configuration(method, way)
      let trainer = trainer(irregular(), model, training)
      _ = try trainer.gradient([0, 1, 2])
      return (0..<trainer.layout.count).map { trainer.gradient.base[$0] }
    }
    #expect(try gradient(.checkpointed) == gradient(.backpropagation))
  }

  @Test("the adjoint tends to the gradient through the solver as the tolerance falls")
  func adjoint() throws {
    func gradient(_ way: GradientMethod, _ tolerance: Double) throws -> [Double] {
      var (model, training) = configuration(.dormandPrince, way)
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
        // Seven solves, each with an error of the tolerance's size in every parameter.
        #expect(error < 100 * tolerance, "\(way) at \(tolerance)")
      }
    }
  }

  @Test("a batch's times change no step, and so no state at the others")
  func times() throws {
    // The same three starts, seen at many times and at the last alone.
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

  @Test("the loss is the mean over what was seen, and gaps are nothing")
  func loss() throws {
    var (model, training) = configuration(.dormandPrince, .backpropagation, p: 0)
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
        let states = evaluator.motions(of: start, times: [time]).states
        for i in 0..<2 where values[i].isFinite {
          sum += (Double(states[i]) - values[i]) * (Double(states[i]) - values[i])
          count += 1
        }
      }
    }
    #expect(count == 18)
    // Each time is solved for by itself, in Float where it is handed over.
    #expect(abs(found - sum / Double(count)) < 1e-6)
    // The starts are handed over in Float.
    #expect(abs(evaluator.seriesLoss(of: samples) - found) < 1e-7)
  }

  @Test(
    "an iteration allocates nothing, whatever the way to the gradient",
    .enabled(if: allocation_counter_counts() != 0, "a sanitizer's malloc is not counted"))
  func allocations() throws {
    var data = DatasetConfiguration.published(.oscillator)
    for missing in [0, 0.5] {
      data.sampling?.missing = missing
      let dataset = Dataset(data, seed: 1)
      for way in GradientMethod.allCases {
        var run = RunConfiguration.published(data, .anode)
        run.training.gradient = way
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
