import Foundation
import Solvers
@testable import NeuralODE
import Testing

@Suite("Several classes, and numbers, are learned like two classes") struct ProblemTests {
  /// A run in Double with fixed steps, so finite differences do not change the steps.
  private func run(
    _ kind: DatasetKind, _ loss: LossFunction? = nil, count: Int = 12
  ) throws -> TrainingRun<Double> {
    var data = DatasetConfiguration.published(kind)
    (data.negativeCount, data.positiveCount) = (0, count)
    var configuration = RunConfiguration.published(data, .anode, seed: 3)
    (configuration.model.hidden, configuration.model.activation) = (5, .tanh)
    configuration.training.solver = try #require(.named("rk4"))
    configuration.training.fixedSteps = 3
    if let loss { configuration.training.loss = loss }
    return TrainingRun(configuration)
  }

  @Test(
    "Gradients agree with finite differences",
    arguments: [
      ("pinwheel", "cross-entropy"), ("bands", "cross-entropy"), ("sin", "squared"),
      ("sin", "smooth-l1"), ("hills", "squared"), ("hills", "smooth-l1"),
    ])
  func gradients(name: String, lossName: String) throws {
    let kind = try #require(DatasetKind(rawValue: name))
    let loss = try #require(LossFunction(rawValue: lossName))
    let trainer = try run(kind, loss).trainer
    let rows: [Int32] = [0, 3, 5, 8, 11]
    _ = try trainer.gradient(rows)
    let gradient = (0..<trainer.layout.count).map { trainer.gradient.base[$0] }
    #expect(gradient.contains { abs($0) > 1e-3 })
    for index in stride(from: 0, to: trainer.layout.count, by: 3) {
      let kept = trainer.parameters.base[index]
      func value(_ step: Double) throws -> Double {
        trainer.parameters.base[index] = kept + step
        defer { trainer.parameters.base[index] = kept }
        return try trainer.gradient(rows).loss
      }
      let h = 1e-5
      let slope = try (value(h) - value(-h)) / (2 * h)
      #expect(abs(slope - gradient[index]) < 1e-7 + 1e-5 * abs(slope))
    }
  }

  @Test(
    "There is a class for each name, all of equal size",
    arguments: [DatasetKind.pinwheel, .bands, .clouds])
  func classes(kind: DatasetKind) {
    var data = DatasetConfiguration.published(kind)
    (data.negativeCount, data.positiveCount) = (50, 51)
    #expect(data.problem == .classes && data.outputs == kind.classNames.count)
    let set = Dataset(data, seed: 4)
    #expect(set.count == 101 && set.outputs == kind.classNames.count)
    var counts = Array(repeating: 0, count: set.outputs)
    for row in 0..<set.count {
      let target = set.targets[row * set.outputs..<(row + 1) * set.outputs]
      #expect(target.reduce(0, +) == 1 && target.allSatisfy { $0 == 0 || $0 == 1 })
      counts[Int(set.label(row))] += 1
    }
    #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
  }

  @Test("Each band lies where its class should be")
  func bands() {
    let set = Dataset(.published(.bands), seed: 1)
    for row in 0..<set.count {
      let radius = hypot(set.inputs[2 * row], set.inputs[2 * row + 1]) / (1.7 / 5)
      #expect(
        Int(radius / 2) == Int(set.label(row))
          && radius.truncatingRemainder(dividingBy: 2) <= 1 + 1e-9)
    }
  }

  @Test("Targets are the function's values plus the configured noise")
  func functions() {
    var data = DatasetConfiguration.published(.waves)
    data.noise = 0
    let exact = Dataset(data, seed: 2)
    #expect(exact.count == 500 && exact.dimension == 1 && exact.outputs == 1)
    for (x, y) in zip(exact.inputs, exact.targets) { #expect(abs(y - sin(2 * x)) < 1e-12) }
    data.noise = 0.3
    let noisy = Dataset(data, seed: 2)
    let square =
      zip(noisy.inputs, noisy.targets).reduce(0) {
        $0 + ($1.1 - sin(2 * $1.0)) * ($1.1 - sin(2 * $1.0))
      } / 500
    #expect((0.25...0.35).contains(square.squareRoot()))
  }

  @Test("R\u{B2} is 1 for exact predictions, 0 for the mean, and below 0 for worse ones")
  func determination() {
    let targets: [Float] = [1, 2, 3, 6]
    #expect(Evaluator<Float>.determination(targets, targets) == 1)
    #expect(Evaluator<Float>.determination([3, 3, 3, 3], targets) == 0)
    #expect(Evaluator<Float>.determination([6, 6, 6, 1], targets) < 0)
    #expect(Evaluator<Float>.determination([.nan, 2, 3, 6], targets).isNaN)
  }

  @Test(
    "A failed solve has neither accuracy nor loss",
    arguments: [DatasetKind.annulus, .pinwheel, .waves, .digits])
  func failedSolves(kind: DatasetKind) throws {
    var configuration = RunConfiguration.published(.published(kind), .node, seed: 1)
    configuration.training.maximumSteps = 1
    configuration.training.tolerance = 1e-9
    let run = TrainingRun<Float>(configuration)
    if let images = run.configuration.data.images {
      let score = try #require(run.imageEvaluation).evaluate(images.test)
      #expect(score.accuracy == nil && score.loss.isNaN)
      return
    }
    let evaluator = run.makeEvaluator()
    let inputs = run.dataset.inputs.map { Float($0) }
    let targets = run.dataset.targets.map { Float($0) }
    #expect(evaluator.accuracy(inputs: inputs, targets: targets) == nil)
    #expect(evaluator.meanLoss(inputs: inputs, targets: targets).isNaN)
    #expect(evaluator.accuracy(inputs: [], targets: []) == nil)
  }

  @Test("A failed solve counts as neither right nor wrong")
  func tallies() {
    var tally = ClassTally(classes: 3)
    #expect(tally.accuracy == nil && tally.meanLoss.isNaN)
    #expect(ClassTally.guess([0, 4, 1]) == 1 && ClassTally.guess([2, 0, 2]) == 0)
    tally.add([0, 4, 1], label: 1)
    tally.add([2, 0, 2], label: 2)
    #expect(tally.accuracy == 0.5 && tally.meanLoss > 0)
    // Rows are true classes, columns predicted ones.
    #expect(tally.confusion == [0, 0, 0, 0, 1, 0, 1, 0, 0])
    let failures: [[Float]] = [
      [.nan, .nan, .nan], [1, .nan, 0], [0, 1, .infinity], [-.infinity, 0, 1],
    ]
    for failed in failures {
      #expect(ClassTally.guess(failed[...]) == nil)
      var other = tally
      other.add(failed[...], label: 0)
      #expect(other.samples == 3 && other.confusion == tally.confusion && other.accuracy == nil)
      // Adding a failed tally gives a failed one.
      var sum = tally
      sum.add(other)
      #expect(sum.samples == 5 && sum.accuracy == nil)
    }
    var sum = tally
    sum.add(tally)
    #expect(sum.samples == 4 && sum.accuracy == 0.5 && sum.meanLoss == tally.meanLoss)
  }

  @Test("A NODE cannot fit a function on the line that rises and falls; an ANODE can")
  func monotone() throws {
    func score(_ family: ModelFamily) throws -> Float {
      let run = TrainingRun<Float>(.published(.published(.absolute), family, seed: 1))
      for _ in 0..<400 { _ = try run.iterate() }
      let inputs = run.dataset.inputs.map { Float($0) }
      let targets = run.dataset.targets.map { Float($0) }
      return try #require(run.makeEvaluator().accuracy(inputs: inputs, targets: targets))
    }
    let (node, anode) = try (score(.node), score(.anode))
    #expect(node < 0.5 && anode > 0.9)
  }

  @Test("Five arms are learned, and accuracy is counted by the greatest output")
  func pinwheel() throws {
    let run = TrainingRun<Float>(.published(.published(.pinwheel), .anode, seed: 1))
    for _ in 0..<300 { _ = try run.iterate() }
    let evaluator = run.makeEvaluator()
    let inputs = run.dataset.inputs.map { Float($0) }
    let targets = run.dataset.targets.map { Float($0) }
    let accuracy = try #require(evaluator.accuracy(inputs: inputs, targets: targets))
    let outputs = evaluator.outputs(of: inputs)
    let right = (0..<run.dataset.count).count { row in
      let z = outputs[5 * row..<5 * row + 5]
      return z.firstIndex(of: z.max() ?? 0).map { Float($0 - 5 * row) } == run.dataset.label(row)
    }
    #expect(accuracy == Float(right) / Float(run.dataset.count) && accuracy > 0.85)
    #expect(evaluator.meanLoss(inputs: inputs, targets: targets) < 0.7)
  }

  @Test("A painted point has the class it was given")
  func painting() {
    var data = DatasetConfiguration.published(.clouds)
    data.edits = [.add(x: 0, y: 0, target: 2), .erase(x: 0, y: 1.1, radius: 0.2)]
    let set = Dataset(data, seed: 1)
    #expect(set.label(set.count - 1) == 2 && set.inputs.suffix(2) == [0, 0])
    #expect(set.count < 2001)
  }
}
