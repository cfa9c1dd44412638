import CAllocationCounter
import Solvers
import NeuralODE
import Testing

@Suite("A change during a run has the effect of one at its start")
struct RunningChangeTests {
  @Test("a restored state continues as it did the first time")
  func restore() throws {
    let run = TrainingRun<Float>(RunConfiguration(model: .anode(), seed: 1))
    for _ in 0..<10 { _ = try run.iterate() }
    let state = run.currentState
    let first = try (0..<10).map { _ in try run.iterate() }
    run.restore(state)
    #expect(try (0..<10).map { _ in try run.iterate() } == first)
  }

  @Test("a retuned run trains like one with these settings from the start")
  func retune() throws {
    var other = TrainingConfiguration()
    other.tolerance = 1e-5
    other.solver = .tsitouras
    other.gradient = .adjoint
    other.learningRate = 3e-3
    let changed = TrainingRun<Double>(RunConfiguration(model: .anode()))
    changed.retune(other)
    let plain = TrainingRun<Double>(RunConfiguration(model: .anode(), training: other))
    for _ in 0..<5 { #expect(try changed.iterate() == plain.iterate()) }
    // Another fixed-step method, and back.
    other.solver = .rk4
    other.gradient = .checkpointed
    changed.retune(other)
    #expect(try changed.iterate().statistics.evaluations == 4 * 10)
    changed.retune(TrainingConfiguration())
    #expect(try changed.iterate().statistics.evaluations >= 14)
  }

  @Test(
    "an iteration allocates nothing, with any model and gradient method",
    .enabled(if: allocation_counter_counts() != 0, "a sanitizer's malloc is not counted"))
  func allocations() throws {
    let relatives = ModelFamily.allCases.filter { $0 != .node && $0.isFlow }.map {
      ModelConfiguration(family: $0, augmentation: $0.isAugmented ? 1 : 0)
    }
    for model in [.node(), .anode(p: 5), .resnet()] + relatives {
      for gradient in GradientMethod.allCases {
        var configuration = RunConfiguration(model: model)
        configuration.training.gradient = gradient
        let run = TrainingRun<Float>(configuration)
        // The tape grows to the solve's length, and the order of an epoch is drawn.
        for _ in 0..<run.iterationsPerEpoch + 3 { _ = try run.iterate() }
        allocation_counter_start()
        var reports = 0
        for _ in 0..<8 { reports += try run.iterate().statistics.evaluations }
        let count = allocation_counter_stop()
        #expect(reports > 0)
        #expect(count == 0, "\(model.family), \(gradient): \(count) allocations in 8 iterations")
      }
    }
    // The counter works.
    allocation_counter_start()
    let array = [Int](repeating: 1, count: 1000 + Int.random(in: 0...1))
    #expect(allocation_counter_stop() >= 1 && array.count >= 1000)
  }
}
