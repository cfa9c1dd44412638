import Foundation
import Lanes
import NeuralODE
import Testing

/// The authors' PyTorch runs, replayed.
@Suite struct ReferenceRunTests {
  static let names = [
    "annulus-resnet", "annulus-node", "annulus-anode-p1", "annulus-anode-p5", "flip1d-node",
    "sines-node", "annulus-anode-p1-softplus-1e-6",
  ]

  static func run(_ name: String) throws -> ReferenceRun {
    let directory = try #require(
      Bundle.module.url(forResource: "Reference", withExtension: nil))
    return try ReferenceRun(path: directory.appendingPathComponent("\(name).safetensors").path)
  }

  struct Replay {
    var losses: [Double] = []
    var nfe: [Int] = []
    var gradient: [Double] = []
    var final: [Double] = []
  }

  static func replay<S: LaneScalar>(
    _ run: ReferenceRun, in _: S.Type, iterations: Int
  ) throws
    -> Replay
  {
    let trainer = Trainer<S>(
      model: run.model, training: run.training, dataset: run.dataset,
      parameters: run.initialParameters)
    var replay = Replay()
    for (i, rows) in run.batches.prefix(iterations).enumerated() {
      let report = try trainer.iterate(rows)
      replay.losses.append(report.loss)
      replay.nfe.append(report.statistics.evaluations)
      if i == 0 {
        replay.gradient = (0..<trainer.layout.count).map { Double(trainer.gradient.base[$0]) }
      }
    }
    replay.final = (0..<trainer.layout.count).map { Double(trainer.parameters.base[$0]) }
    return replay
  }

  static func worstRelative(_ a: some Collection<Double>, _ b: some Collection<Double>) -> Double {
    zip(a, b).map { abs($0 - $1) / abs($1) }.max() ?? .infinity
  }

  static func worst(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
  }

  @Test("in Double: losses, NFE, gradient and final weights are the authors'", arguments: names)
  func double(name: String) throws {
    let run = try Self.run(name)
    let replay = try Self.replay(run, in: Double.self, iterations: run.batches.count)
    let loss50 = Self.worstRelative(replay.losses.prefix(50), run.losses.prefix(50))
    let loss = Self.worstRelative(replay.losses, run.losses)
    let largest = run.gradient.map(abs).max() ?? 0
    let gradient = Self.worst(replay.gradient, run.gradient) / largest
    let mismatches = zip(replay.nfe, run.nfe).count { $0 != $1 }
    let weights = Self.worst(replay.final, run.finalParameters)
    print(
      name, "loss50 \(loss50) loss \(loss) gradient \(gradient) nfe≠ \(mismatches)",
      "weights \(weights)")
    #expect(loss50 < 1e-10)
    #expect(loss < 1e-6)
    #expect(mismatches == 0)
    #expect(gradient < 1e-9)
    #expect(weights < 1e-6)
  }

  @Test("in Float: losses follow for 50 iterations", arguments: names.dropLast())
  func float(name: String) throws {
    let run = try Self.run(name)
    let replay = try Self.replay(run, in: Float.self, iterations: 50)
    let loss50 = Self.worstRelative(replay.losses, run.losses.prefix(50))
    print(name, "Float loss50 \(loss50)")
    #expect(loss50 < 1e-4)
  }
}
