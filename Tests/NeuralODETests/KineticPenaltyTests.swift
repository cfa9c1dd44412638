import Solvers
import NeuralODE
import Testing

@Suite("The kinetic penalty is differentiated exactly, and lowers the energy")
struct KineticPenaltyTests {
  /// A trainer in Double with fixed steps, so finite differences do not change the steps.
  private func trainer(
    _ gradient: GradientMethod = .backpropagation, penalty: Double, parameters: [Double]? = nil,
    steps: Int = 4
  ) -> Trainer<Double> {
    var training = TrainingConfiguration()
    training.solver = .named("rk4") ?? .dormandPrince
    training.fixedSteps = steps
    training.kineticPenalty = penalty
    training.gradient = gradient
    var model = ModelConfiguration.anode(p: 1)
    model.hidden = 5
    model.activation = .tanh
    let data = Dataset(
      DatasetConfiguration(kind: .annulus, negativeCount: 3, positiveCount: 4), seed: 2)
    let layout = ParameterLayout(model, inputs: 2, outputs: 1)
    var generator = Xoshiro256(seed: 4)
    return Trainer(
      model: model, training: training, dataset: data,
      parameters: parameters ?? (0..<layout.count).map { _ in generator.uniform(-0.7, 0.7) })
  }

  @Test("Gradients through a method of 20 stages agree with those through its 20 steps")
  func manyStages() throws {
    let part = 0.05
    let method = Tableau(
      name: "euler-20", order: 1, c: (0..<20).map { Double($0) * part },
      a: (0..<20).map { Array(repeating: part, count: $0) }, b: Array(repeating: part, count: 20))
    func gradient(_ solver: Tableau, steps: Int) throws -> [Double] {
      var training = TrainingConfiguration()
      (training.solver, training.fixedSteps) = (solver, steps)
      var model = ModelConfiguration.anode(p: 1)
      (model.hidden, model.activation) = (5, .tanh)
      let data = Dataset(
        DatasetConfiguration(kind: .annulus, negativeCount: 3, positiveCount: 4), seed: 2)
      let layout = ParameterLayout(model, inputs: 2, outputs: 1)
      var generator = Xoshiro256(seed: 4)
      let trainer = Trainer<Double>(
        model: model, training: training, dataset: data,
        parameters: (0..<layout.count).map { _ in generator.uniform(-0.7, 0.7) })
      _ = try trainer.gradient(rows)
      return (0..<layout.count).map { trainer.gradient.base[$0] }
    }
    let one = try gradient(method, steps: 1)
    let many = try gradient(try #require(.named("euler")), steps: 20)
    let worst = zip(one, many).map { abs($0 - $1) }.max() ?? .infinity
    #expect(worst < 1e-12)
  }

  @Test("On images the penalty's gradient agrees with finite differences")
  func images() throws {
    let data = DatasetConfiguration.published(.digits)
    var configuration = RunConfiguration(
      data: data,
      model: ModelConfiguration(
        family: .anode, augmentation: 1, hidden: 3, activation: .tanh, image: data.imageShape))
    configuration.training.solver = try #require(.named("rk4"))
    configuration.training.fixedSteps = 2
    configuration.training.kineticPenalty = 0.3
    configuration.training.loss = .crossEntropy
    configuration.training.batchSize = 5
    let trainer = TrainingRun<Double>(configuration).trainer
    let rows: [Int32] = [0, 1, 2, 3, 4]
    #expect(try trainer.gradient(rows).penalty > 0)
    let gradient = (0..<trainer.layout.count).map { trainer.gradient.base[$0] }
    let h = 1e-5
    for i in stride(from: 0, to: trainer.layout.count, by: 17) {
      let kept = trainer.parameters.base[i]
      trainer.parameters.base[i] = kept + h
      let above = try trainer.gradient(rows)
      trainer.parameters.base[i] = kept - h
      let below = try trainer.gradient(rows)
      trainer.parameters.base[i] = kept
      let difference = (above.loss + above.penalty - below.loss - below.penalty) / (2 * h)
      #expect(abs(difference - gradient[i]) < 1e-7 * max(1, abs(gradient[i])))
    }
  }

  private let rows: [Int32] = [0, 1, 2, 3, 4, 5, 6]

  @Test("The gradient of loss + penalty agrees with finite differences, by tape and by checkpoints")
  func finiteDifferences() throws {
    for method in [GradientMethod.backpropagation, .checkpointed] {
      let trainer = trainer(method, penalty: 0.3)
      _ = try trainer.gradient(rows)
      let gradient = (0..<trainer.layout.count).map { trainer.gradient.base[$0] }
      #expect((gradient.map(abs).max() ?? 0) > 0.05)
      #expect(try distanceToDifferences(trainer, rows, gradient) < 1e-8)
    }
  }

  @Test("With fine steps the adjoint gives the same gradient")
  func adjoint() throws {
    let exact = trainer(penalty: 0.3, steps: 60)
    let adjoint = trainer(.adjoint, penalty: 0.3, steps: 60)
    _ = try exact.gradient(rows)
    _ = try adjoint.gradient(rows)
    // RK4 with h = 1/60: both equal the flow's gradient up to h⁴ ≈ 1e-7.
    for i in 0..<exact.layout.count {
      #expect(abs(exact.gradient.base[i] - adjoint.gradient.base[i]) < 1e-6)
    }
  }

  @Test("A constant field b has energy ‖b‖² and straight paths")
  func closedForm() throws {
    let layout = ParameterLayout(
      {
        var model = ModelConfiguration.anode(p: 1); model.hidden = 5; return model
      }(), inputs: 2,
      outputs: 1)
    var parameters = [Double](repeating: 0, count: layout.count)
    let bias = try #require(layout.tensors.first { $0.name.hasSuffix("fc3.bias") })
    for (i, value) in [0.5, -1, 2].enumerated() { parameters[bias.offset + i] = value }
    let report = try trainer(penalty: 2, parameters: parameters).gradient(rows)
    #expect(abs(report.penalty - 2 * (0.25 + 1 + 4)) < 1e-12)
  }

  @Test(
    "A weight of 0 changes nothing, to the bit; a run cannot gain or lose its penalty"
  )
  func off() throws {
    var training = TrainingConfiguration()
    #expect(training.kineticPenalty == 0)
    let plain = TrainingRun<Float>(RunConfiguration(model: .anode()))
    #expect(try plain.iterate().penalty == 0)
    training.kineticPenalty = 0.1
    #expect(!training.canReplace(TrainingConfiguration()))
  }

  @Test("The penalty lowers the energy")
  func effect() throws {
    var energies: [Double] = []
    for weight in [1e-9, 1.0] {
      var configuration = RunConfiguration(model: .anode())
      configuration.training.kineticPenalty = weight
      let run = TrainingRun<Float>(configuration)
      var energy = 0.0
      for _ in 0..<96 { energy = try run.iterate().penalty / weight }
      energies.append(energy)
    }
    // Fitting the annulus takes an energy of some units; a weight of 1 leaves little of it.
    #expect(energies[1] < energies[0] / 2, "\(energies)")
  }
}
