import Files
import Solvers
import Testing

@testable import NeuralODE

/// The flows of every family, with p = 2 where there is one.
private let flows = ModelFamily.allCases.filter(\.isFlow)

private func model(_ family: ModelFamily, p: Int = 2) -> ModelConfiguration {
  var model = ModelConfiguration(family: family, augmentation: family.isAugmented ? p : 0)
  (model.hidden, model.activation) = (6, .tanh)
  return model
}

/// A trainer on a few points, with fixed steps: finite differences do not change them.
private func trainer(
  _ model: ModelConfiguration, _ gradient: GradientMethod = .backpropagation, penalty: Double = 0,
  steps: Int = 4, data: DatasetConfiguration? = nil
) -> Trainer<Double> {
  var training = TrainingConfiguration()
  training.solver = .named("rk4") ?? .dormandPrince
  training.fixedSteps = steps
  training.kineticPenalty = penalty
  training.gradient = gradient
  var configuration = RunConfiguration(
    data: data ?? DatasetConfiguration(kind: .annulus, negativeCount: 3, positiveCount: 4),
    model: model, training: training, seed: 2)
  if configuration.problem.isOfSeries {
    configuration.model.hasReadout = false
    configuration.training.loss = .squared
  }
  let layout = ParameterLayout(
    configuration.model, inputs: configuration.data.dimension, outputs: 1)
  var generator = Xoshiro256(seed: 4)
  return TrainingRun<Double>(
    configuration, parameters: (0..<layout.count).map { _ in generator.uniform(-0.7, 0.7) }
  ).trainer
}

private func gradient(_ trainer: Trainer<Double>, _ rows: [Int32]) throws -> [Double] {
  _ = try trainer.gradient(rows)
  return (0..<trainer.layout.count).map { trainer.gradient.base[$0] }
}

/// The worst error of a gradient of loss and penalty, in units of its largest entry.
private func worstError(_ trainer: Trainer<Double>, _ rows: [Int32]) throws -> Double {
  let exact = try gradient(trainer, rows)
  return try distanceToDifferences(trainer, rows, exact) / max(1, exact.map(abs).max() ?? 0)
}

@Suite("Flows of every family are differentiated exactly, their starts included")
struct RelativeGradientTests {
  private let rows: [Int32] = [0, 1, 2, 3, 4, 5, 6]

  @Test(
    "by tape and by checkpoints as finite differences do", arguments: flows,
    [GradientMethod.backpropagation, .checkpointed])
  func finiteDifferences(family: ModelFamily, method: GradientMethod) throws {
    for isTimeDependent in [true, false] {
      var model = model(family)
      model.isTimeDependent = isTimeDependent
      #expect(try worstError(trainer(model, method), rows) < 1e-8)
    }
  }

  @Test("no parameter's gradient is 0, the start's neither", arguments: flows)
  func everyParameter(family: ModelFamily) throws {
    #expect(try gradient(trainer(model(family)), rows).allSatisfy { abs($0) > 1e-9 })
  }

  @Test("with the kinetic penalty too, where there is one", arguments: flows)
  func penalty(family: ModelFamily) throws {
    let trainer = trainer(model(family), penalty: 0.3)
    #expect(try worstError(trainer, rows) < 1e-8)
    // A second-order flow has none: its state has velocities.
    #expect(try (trainer.gradient(rows).penalty > 0) == (family != .second))
  }

  @Test("with fine steps the adjoint gives the same gradient", arguments: flows)
  func adjoint(family: ModelFamily) throws {
    // RK4 with h = 1/60: both equal the flow's gradient up to h⁴ ≈ 1e-7.
    let exact = try gradient(trainer(model(family), steps: 60), rows)
    let found = try gradient(trainer(model(family), .adjoint, steps: 60), rows)
    #expect(ReferenceRunTests.worst(exact, found) < 1e-6)
  }

  @Test(
    "on whole series and on windows with their own times", arguments: flows,
    [DatasetKind.oscillator, .spiral])
  func series(family: ModelFamily, kind: DatasetKind) throws {
    var data = DatasetConfiguration.published(kind)
    data.positiveCount = 3
    var model = model(family, p: 1)
    (model.isTimeDependent, model.windowTime) = (true, .absolute)
    #expect(try worstError(trainer(model, data: data), [2, 0, 1]) < 1e-8)
    let exact = try gradient(trainer(model, steps: 100, data: data), [2, 0, 1])
    let found = try gradient(trainer(model, .adjoint, steps: 100, data: data), [2, 0, 1])
    #expect(ReferenceRunTests.worst(exact, found) < 1e-5 * max(1, exact.map(abs).max() ?? 0))
  }
}

@Suite("What distinguishes the families of flows is true of them") struct RelativeTests {
  private func evaluator(_ family: ModelFamily) -> Evaluator<Double> {
    Evaluator(trainer(model(family)), inputs: 2, outputs: 1, capacity: 16)
  }

  private let points: [Float] = [0.3, -0.6, -1.1, 0.2, 0.8, 0.9]

  @Test("states start as the model says")
  func starts() throws {
    for family in flows {
      let trainer = trainer(model(family))
      let evaluator = Evaluator(trainer, inputs: 2, outputs: 1, capacity: 16)
      let n = evaluator.features
      let start = evaluator.trajectories(of: points, times: [0, 1]).states.prefix(3 * n)
      for sample in 0..<3 {
        let x = points[2 * sample..<2 * sample + 2].map { Double($0) }
        var expected = x
        if let name = family.form?.startModule {
          let weight = try #require(trainer.layout.tensors.first { $0.name == "\(name).weight" })
          let bias = try #require(trainer.layout.tensors.first { $0.name == "\(name).bias" })
          let (a, b) = (
            trainer.parameters.base + weight.offset, trainer.parameters.base + bias.offset
          )
          for i in 0..<n - 2 { expected.append(a[2 * i] * x[0] + a[2 * i + 1] * x[1] + b[i]) }
        } else {
          expected += Array(repeating: 0, count: n - 2)
        }
        for i in 0..<n { #expect(abs(Double(start[sample * n + i]) - expected[i]) < 1e-6) }
      }
    }
  }

  @Test("a learned start without added dimensions is a NODE, bit for bit")
  func withoutDimensions() throws {
    let node = TrainingRun<Float>(RunConfiguration(model: .node(), seed: 3))
    let learned = TrainingRun<Float>(
      RunConfiguration(model: ModelConfiguration(family: .learned), seed: 3))
    for _ in 0..<5 { #expect(try node.iterate() == learned.iterate()) }
  }

  @Test("the velocity of a second-order flow is the derivative of its position, and is not read")
  func velocities() throws {
    let evaluator = evaluator(.second)
    let state: [Float] = [0.4, -0.2, 1.5, -0.7]
    #expect(Array(evaluator.field(at: state, t: 0.3).prefix(2)) == [1.5, -0.7])
    let plane = try #require(evaluator.readout(of: 0))
    #expect(plane.count == 5 && plane[2...3] == [0, 0])
    let other: [Float] = [0.4, -0.2, 9, 9]
    #expect(evaluator.outputs(ofFeatures: state) == evaluator.outputs(ofFeatures: other))
  }

  @Test("two inputs of a controlled flow have two fields at one place; other flows have one")
  func fields() {
    for family in flows {
      let evaluator = evaluator(family)
      #expect(evaluator.fieldTakesInput == (family == .control))
      let state = [Float](repeating: 0.2, count: evaluator.features)
      let fields = [[Float(1), 1], [-1, 0.5]].map { evaluator.field(at: state, t: 0, of: $0) }
      #expect((fields[0] != fields[1]) == (family == .control))
      // Solves of other inputs leave nothing behind.
      _ = evaluator.trajectories(of: points, times: [0, 1])
      #expect(
        evaluator.field(at: state, t: 0) == evaluator.field(at: state, t: 0, of: [0, 0]))
    }
  }

  @Test("a path starts along the field of its input, solved with others or alone", arguments: flows)
  func paths(family: ModelFamily) {
    let evaluator = evaluator(family)
    let n = evaluator.features
    let together = evaluator.trajectories(of: points, times: [0, 1e-3, 1])
    for sample in 0..<3 {
      let x = Array(points[2 * sample..<2 * sample + 2])
      let alone = evaluator.trajectories(of: x, times: [0, 1e-3, 1])
      let field = evaluator.field(at: Array(alone.states.prefix(n)), t: 0, of: x)
      for i in 0..<n {
        let slope = (alone.states[n + i] - alone.states[i]) / 1e-3
        #expect(abs(slope - field[i]) < 1e-2)
        #expect(abs(alone.states[2 * n + i] - together.states[(6 + sample) * n + i]) < 1e-6)
      }
    }
  }

  @Test("NFE of each sample is that of its own solve", arguments: flows)
  func sampleNFE(family: ModelFamily) throws {
    var training = TrainingConfiguration()
    training.tolerance = 1e-8
    let run = TrainingRun<Double>(RunConfiguration(model: model(family), training: training))
    let evaluator = run.makeEvaluator()
    let found = try #require(evaluator.sampleNFE(of: points))
    for sample in 0..<3 {
      let alone = evaluator.trajectories(
        of: Array(points[2 * sample..<2 * sample + 2]), times: [1])
      #expect(found[sample] == alone.statistics.evaluations)
    }
  }

  @Test("an accurate solve is accurate, and a reverse solve returns", arguments: flows)
  func accuracy(family: ModelFamily) throws {
    var training = TrainingConfiguration()
    training.tolerance = 1e-7
    let run = TrainingRun<Double>(RunConfiguration(model: model(family), training: training))
    let evaluator = run.makeEvaluator()
    #expect(try #require(evaluator.solveAccuracy(of: points)).worstError < 1e-5)
    let n = evaluator.features
    let start = evaluator.trajectories(of: points, times: [0, 1]).states.prefix(3 * n)
    let back = evaluator.reverseSolve(of: points, times: [0, 1]).states.prefix(3 * n)
    for (a, b) in zip(start, back) { #expect(abs(a - b) < 1e-5) }
  }

  @Test("the gradient along a path starts as the model's loss changes with the state")
  func adjoints() throws {
    for family in flows {
      let evaluator = evaluator(family)
      let found = try #require(
        evaluator.adjoints(of: points, targets: [1, -1, 1], times: [0, 0.5, 1]))
      let n = evaluator.features
      // λ(1) is the readout's row times a number; coordinates that are not read have none.
      let last = found.gradients.suffix(3 * n)
      let plane = try #require(evaluator.readout(of: 0))
      for (i, value) in last.enumerated() where plane[i % n] == 0 {
        #expect(value == 0)
      }
      #expect(found.gradients.count == 3 * 3 * n && last.contains { abs($0) > 1e-3 })
    }
  }

  @Test("parameters are counted as in the references' architectures")
  func counts() {
    func count(_ family: ModelFamily, p: Int = 0) -> Int {
      ModelConfiguration(family: family, augmentation: p).parameterCount(inputs: 2, outputs: 1)
    }
    let hidden = 32 * 32 + 32
    #expect(count(.anode, p: 1) == 32 * 5 + hidden + 3 * 33 + 4)
    #expect(count(.learned, p: 1) == count(.anode, p: 1) + 3)
    #expect(count(.second) == 32 * 6 + hidden + 2 * 33 + 6 + 3)
    #expect(count(.control, p: 1) == 32 * 7 + hidden + 3 * 33 + 4)
  }

  @Test("settings refuse what a family does not have, and say why")
  func settings() throws {
    func refusal(_ name: String, _ value: SettingValue, _ run: RunConfiguration) throws -> String? {
      var run = run
      return try #require(RunSetting.named(name)).set(&run, value)
    }
    let second = RunConfiguration.published(.annulus, .second)
    #expect(try refusal("p", .integer(1), second)?.contains("SONODE has no added") == true)
    #expect(try refusal("kinetic-penalty", .real(0.1), second)?.contains("second order") == true)
    #expect(try refusal("kinetic-penalty", .real(0), second) == nil)
    let images = RunConfiguration.published(.published(.digits), .anode)
    for family in flows where !["node", "anode"].contains(family.rawValue) {
      #expect(
        try refusal("model", .word(family.rawValue), images)?.contains("convolutions") == true)
    }
    let series = RunConfiguration.published(.published(.oscillator), .anode)
    for family in flows {
      #expect(try refusal("model", .word(family.rawValue), series) == nil)
    }
  }
}

@Suite("Weights of every family are saved and read") struct RelativeFileTests {
  private func checkpoint(_ family: ModelFamily, p: Int, hasReadout: Bool) -> Checkpoint {
    var configuration = RunConfiguration.published(
      hasReadout ? .annulus : .flip, family, augmentation: p, seed: 5)
    configuration.model.hasReadout = hasReadout
    return TrainingRun<Double>(configuration).checkpoint
  }

  @Test("as they were", arguments: flows, [1, 2])
  func saved(family: ModelFamily, p: Int) throws {
    for hasReadout in [true, false] {
      let whole = checkpoint(family, p: p, hasReadout: hasReadout)
      let saved = try SavedModel(file: Safetensors(data: whole.data(isDouble: true)))
      #expect(saved.inputs == whole.inputs && saved.parameterCount == whole.parameters.count)
      #expect(saved.summary.hasPrefix(family.title))
      #expect(try saved.checkpoint() == whole)
    }
  }

  @Test("by their tensors alone", arguments: flows.filter { $0 != .node && $0 != .anode })
  func foreign(family: ModelFamily) throws {
    for isTimeDependent in [true, false] {
      var configuration = RunConfiguration.published(.annulus, family)
      configuration.model.isTimeDependent = isTimeDependent
      let whole = TrainingRun<Double>(configuration).checkpoint
      let layout = ParameterLayout(whole.model, inputs: 2, outputs: 1)
      let data = try Safetensors.data(
        layout.tensors.map {
          Safetensors.Tensor(
            name: "module." + $0.name, shape: $0.shape,
            numbers: Array(whole.parameters[$0.offset..<$0.offset + $0.count]))
        }, metadata: isTimeDependent ? [:] : ["time": "False"], isDouble: true)
      let read = try SavedModel(file: Safetensors(data: data)).checkpoint()
      #expect(read.model == whole.model && read.parameters == whole.parameters)
    }
  }

  @Test("a p or shapes that contradict the tensors are refused, whatever they are")
  func damaged() throws {
    for family in flows where family != .node && family != .anode {
      let whole = checkpoint(family, p: 1, hasReadout: true)
      let layout = ParameterLayout(whole.model, inputs: 2, outputs: 1)
      func read(p: String, _ shape: (ParameterLayout.Tensor) -> [Int]) throws -> Checkpoint {
        let data = try Safetensors.data(
          layout.tensors.map { tensor in
            let shape = shape(tensor)
            return Safetensors.Tensor(
              name: tensor.name, shape: shape,
              numbers: Array(repeating: 0, count: shape.reduce(1, *)))
          }, metadata: ["model": family.rawValue, "p": p], isDouble: true)
        return try SavedModel(file: Safetensors(data: data)).checkpoint()
      }
      #expect(try read(p: "\(whole.model.augmentation)", \.shape).model == whole.model)
      for p in ["9223372036854775807", "-9223372036854775808", "65535", "x"]
      where family == .control {
        // Without a p that can be, the tensors say it.
        #expect(try read(p: p, \.shape).model.augmentation == 1)
      }
      #expect(throws: Safetensors.Failure.self, "\(family)") {
        try read(p: "2") { $0.name == "odefunc.fc1.weight" ? [32, 1] : $0.shape }
      }
      for name in layout.tensors.map(\.name) {
        #expect(throws: Safetensors.Failure.self, "\(family) \(name)") {
          try read(p: "1") { tensor in
            tensor.name == name ? tensor.shape.map { $0 + 3 } : tensor.shape
          }
        }
      }
    }
  }

  @Test("for other inputs they are refused, by the name of a tensor")
  func otherInputs() throws {
    for family in flows where family != .node && family != .anode {
      let file = try Safetensors(
        data: checkpoint(family, p: 2, hasReadout: true).data(isDouble: true))
      #expect(throws: Safetensors.Failure.self) { try Checkpoint(file: file, inputs: 3) }
      #expect(throws: Safetensors.Failure.self) { try Checkpoint(file: file, inputs: 1) }
    }
  }
}
