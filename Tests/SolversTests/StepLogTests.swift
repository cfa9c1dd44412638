import Solvers
import Foundation
import NeuralODE
import Testing

@Suite("The step log has every step of a solve") struct StepLogTests {
  @Test("the log agrees with the statistics, and accepted steps join end to end")
  func log() throws {
    let run = TrainingRun<Float>(RunConfiguration(model: .node(), seed: 2))
    for _ in 0..<200 { _ = try run.iterate() }
    let evaluator = run.makeEvaluator()
    let points = run.dataset.inputs.prefix(128).map { Float($0) }
    let seen = try #require(evaluator.stepLog(of: Array(points)))
    let accepted = seen.steps.filter(\.isAccepted)
    #expect(accepted.count == seen.statistics.accepted)
    #expect(seen.steps.count - accepted.count == seen.statistics.rejected)
    #expect(seen.statistics.evaluations == 2 + 6 * seen.steps.count)
    #expect(seen.steps.allSatisfy { $0.isAccepted == ($0.errorRatio <= 1) })
    var t = 0.0
    for step in accepted {
      #expect(abs(step.t - t) < 1e-12)
      t += step.dt
    }
    // The right end is interpolated, so the last step may pass it.
    #expect(t >= 1)
  }

  @Test("samples solved separately take the steps that each needs")
  func samples() throws {
    let run = TrainingRun<Float>(RunConfiguration(model: .node(), seed: 2))
    for _ in 0..<200 { _ = try run.iterate() }
    let evaluator = run.makeEvaluator()
    let points = run.dataset.inputs.prefix(40).map { Float($0) }
    let counts = try #require(evaluator.sampleNFE(of: points))
    #expect(counts.count == 20 && Set(counts).count > 1)
    for k in 0..<20 {
      let alone = evaluator.trajectories(of: Array(points[2 * k..<2 * k + 2]), times: [1])
      #expect(alone.statistics.evaluations == counts[k])
    }
  }
}
