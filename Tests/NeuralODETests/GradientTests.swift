import Solvers
import NeuralODE
import Testing

@Suite("Gradients agree with finite differences") struct GradientTests {
  /// A loss Σ w · y(T) of a small field's flow, with one way of stepping.
  struct Setting: CustomTestStringConvertible {
    var name: String
    var options: SolverOptions
    var activation: Activation
    var isTimeDependent = true
    var testDescription: String { "\(name) \(activation) \(isTimeDependent ? "timed" : "untimed")" }
  }

  /// Every method with frozen steps, so finite differences do not change the steps.
  static let settings: [Setting] = {
    var list: [Setting] = []
    for tableau in Tableau.all {
      var options = SolverOptions()
      options.tableau = Tableau(
        name: tableau.name, order: tableau.order, c: tableau.c, a: tableau.a, b: tableau.b,
        interpolant: tableau.interpolant)
      options.stepSize = 0.23
      list.append(Setting(name: tableau.name, options: options, activation: .tanh))
    }
    let dopri5 = list.first { $0.name == "dopri5" }?.options ?? SolverOptions()
    for activation in Activation.allCases {
      for timed in [true, false] {
        list.append(
          Setting(
            name: "dopri5", options: dopri5, activation: activation, isTimeDependent: timed
          ))
      }
    }
    return list
  }()

  @Test("backpropagation through fixed steps agrees with finite differences", arguments: settings)
  func finiteDifferences(setting: Setting) throws {
    let (features, hidden, samples) = (3, 6, 5)
    let inputs = features + (setting.isTimeDependent ? 1 : 0)
    let count = hidden * inputs + hidden + hidden * hidden + hidden + features * hidden + features
    var generator = Xoshiro256(seed: 11)
    let parameters = AlignedBuffer<Double>(count: count)
    for i in 0..<count { parameters.base[i] = generator.uniform(-0.8, 0.8) }
    let field = MLPField<Double>(
      features: features, hidden: hidden, activation: setting.activation,
      isTimeDependent: setting.isTimeDependent, parameters: parameters, samples: samples)
    let shape = BatchShape(features: features, samples: samples, of: Double.self)
    let solver = RungeKuttaSolver(field: field, shape: shape, options: setting.options)
    let initial = AlignedBuffer<Double>(count: shape.count)
    let final = AlignedBuffer<Double>(count: shape.count)
    let weights = AlignedBuffer<Double>(count: shape.count)
    for i in 0..<features {
      for s in 0..<samples {
        initial.base[i * shape.stride + s] = generator.uniform(-1, 1)
        weights.base[i * shape.stride + s] = generator.uniform(-1, 1)
      }
    }
    func value() throws -> Double {
      try solver.solve(
        from: 0, to: 1, initial: initial.base, final: final.base, shape: shape, record: .tape)
      return (0..<shape.count).reduce(0) { $0 + weights.base[$1] * final.base[$1] }
    }
    _ = try value()
    let gradient = AlignedBuffer<Double>(count: count)
    let cotangent = AlignedBuffer(copying: weights)
    field.zeroGradient()
    Backpropagation(solver: solver).run(cotangent.base)
    field.addGradient(to: gradient.base)

    // Central differences of step h err by h² times a third derivative of order 1 and by rounding
    // over h.
    let h = 1e-5
    func difference(_ x: UnsafeMutablePointer<Double>) throws -> Double {
      let kept = x.pointee
      defer { x.pointee = kept }
      x.pointee = kept + h
      let above = try value()
      x.pointee = kept - h
      return (above - (try value())) / (2 * h)
    }
    var worst = 0.0
    for i in 0..<count {
      worst = max(worst, abs(try difference(parameters.base + i) - gradient.base[i]))
    }
    for i in 0..<features {
      for s in 0..<samples {
        let k = i * shape.stride + s
        worst = max(worst, abs(try difference(initial.base + k) - cotangent.base[k]))
      }
    }
    let largest = (0..<count).map { abs(gradient.base[$0]) }.max() ?? 0
    #expect(largest > 0.1)
    #expect(worst < 1e-8 * max(1, largest))
  }
}

@Suite("All gradient methods agree") struct GradientMethodTests {
  /// The first gradient of a reference run under a method and tolerance, in Double.
  static func gradient(
    _ name: String, _ method: GradientMethod, tolerance: Double
  ) throws -> [Double] {
    let run = try ReferenceRunTests.run(name)
    var training = run.training
    training.gradient = method
    training.tolerance = tolerance
    training.maximumSteps = 100_000
    let trainer = Trainer<Double>(
      model: run.model, training: training, dataset: run.dataset, parameters: run.initialParameters)
    _ = try trainer.gradient(run.batches[0])
    return (0..<trainer.layout.count).map { trainer.gradient.base[$0] }
  }

  @Test(
    "checkpoints give the gradient of the tape, to the bit",
    arguments: [
      "annulus-node", "annulus-anode-p5", "learned-annulus-p1", "second-flip1d",
      "control-annulus-p1",
    ])
  func checkpoints(name: String) throws {
    for tolerance in [1e-3, 1e-6] {
      let tape = try Self.gradient(name, .backpropagation, tolerance: tolerance)
      #expect(try Self.gradient(name, .checkpointed, tolerance: tolerance) == tape)
    }
  }

  @Test("the adjoint converges to the gradient through the solver as the tolerance falls")
  func adjoint() throws {
    // A smooth field: at kinks of ReLU both converge slowly.
    let name = "annulus-anode-p1-softplus-1e-6"
    let exact = try Self.gradient(name, .backpropagation, tolerance: 1e-11)
    let largest = exact.map(abs).max() ?? 0
    for method in [GradientMethod.adjoint, .adjointSeminorm] {
      for tolerance in [1e-5, 1e-7, 1e-9] {
        let found = try Self.gradient(name, method, tolerance: tolerance)
        let error = ReferenceRunTests.worst(found, exact) / largest
        #expect(error < 30 * tolerance, "\(method) at \(tolerance)")
      }
    }
  }
}
