import Foundation
import Solvers
import NeuralODE
import Testing

@Suite("Training agrees with the authors' PyTorch program") struct ReferenceRunTests {
  static let names = [
    "annulus-resnet", "annulus-node", "annulus-anode-p1", "annulus-anode-p5", "flip1d-node",
    "sines-node", "annulus-anode-p1-softplus-1e-6", "annulus-anode-p1-adjoint",
    "digits-conv-anode", "spiral-node", "spiral-node-adjoint", "oscillator-node",
    "oscillator-anode-p1", "learned-annulus-p1", "second-flip1d", "second-annulus-adjoint",
    "control-annulus-p1", "control-flip1d",
  ]

  static func run(_ name: String) throws -> ReferenceRun {
    let directory = try #require(
      Bundle.module.url(forResource: "Reference", withExtension: nil))
    return try ReferenceRun(path: directory.appendingPathComponent("\(name).safetensors").path)
  }

  @Test("the digits of a reference run are the built-in ones") func digits() throws {
    let reference = try Self.run("digits-conv-anode").dataset
    #expect(
      ImageSet.digits.test.image(0).map { Double($0) } == Array(reference.inputs[4 * 64..<5 * 64]))
  }

  static func worst(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
  }

  @Test(
    "in Double losses, NFE, gradient, trajectories and final weights equal the authors'",
    arguments: names)
  func double(name: String) throws {
    let run = try Self.run(name)
    let report = ReferenceReplay<Double>(run).report()
    print(name, report)
    #expect(report.iterations == run.batches.count)
    #expect(report.isWithin(.double))
    #expect(report.finalWeightError < 1e-6)
  }

  @Test("in Float losses follow for 50 iterations", arguments: names)
  func float(name: String) throws {
    let report = ReferenceReplay<Float>(try Self.run(name), iterations: 50).report()
    print(name, "Float", report)
    #expect(report.isWithin(.float))
  }

  @Test("NaN is within no bound")
  func bounds() {
    var report = ReplayReport()
    #expect(report.isWithin(.double))
    report.lossError = .nan
    #expect(!report.isWithin(.double))
    #expect(!report.isWithin(.float))
  }
}
