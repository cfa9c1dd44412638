import Solvers
import NeuralODE
import Testing

@Suite("The accuracy of a solve is its forward error") struct SolveAccuracyTests {
  /// Weights of each layer, rows by columns; only the first layer has biases.
  private struct Field {
    var features: Int
    var first: [Double]
    var bias: [Double]
    var last: [Double]
  }

  /// dh/dt = −rates · h, by ReLUs: h = relu(h) − relu(−h).
  private static func linear(_ rates: [Double]) -> Field {
    let n = rates.count
    var field = Field(features: n, first: [], bias: Array(repeating: 0, count: 2 * n), last: [])
    for sign in [1.0, -1.0] {
      for i in 0..<n { field.first += [0] + (0..<n).map { $0 == i ? sign : 0 } }
    }
    for i in 0..<n {
      field.last += (0..<n).map { $0 == i ? -rates[i] : 0 } + (0..<n).map { $0 == i ? rates[i] : 0 }
    }
    return field
  }

  /// dh/dt = 2t until t = ½, then 2 − 2t.
  private static let tent = Field(
    features: 1, first: [2, 0, 2, 0], bias: [0, -1], last: [1, -2])

  private func evaluator<Scalar: LaneScalar>(
    _: Scalar.Type, _ field: Field, _ samples: [Float],
    _ change: (inout TrainingConfiguration) -> Void
  ) -> Evaluator<Scalar> {
    var model = ModelConfiguration.node()
    model.hidden = field.bias.count
    model.hasReadout = false
    let identity = field.bias.indices.flatMap { row in
      field.bias.indices.map { $0 == row ? 1.0 : 0 }
    }
    var training = TrainingConfiguration()
    change(&training)
    let trainer = Trainer<Scalar>(
      model: model, training: training,
      dataset: Dataset(
        dimension: field.features, inputs: samples.map { Double($0) },
        targets: Array(repeating: 1, count: samples.count / field.features)),
      parameters: field.first + field.bias + identity + field.bias.map { _ in 0 } + field.last
        + Array(repeating: 0, count: field.features))
    return Evaluator(trainer, inputs: field.features, outputs: 1, capacity: 8)
  }

  private func euler(_ steps: Int) -> (inout TrainingConfiguration) -> Void {
    {
      $0.solver = Tableau.named("euler") ?? $0.solver
      $0.fixedSteps = steps
    }
  }

  /// The greatest distance from the start after a solve to t = 1 and the reverse solve.
  private func worstReturn<Scalar>(_ evaluator: Evaluator<Scalar>, _ samples: [Float]) -> Float {
    zip(evaluator.reverseSolve(of: samples, times: [0]).states, samples).map { abs($0 - $1) }.max()
      ?? .infinity
  }

  @Test("for Euler's method on a contraction it equals the closed form", arguments: [1, 4])
  func closedForm(steps: Int) throws {
    let samples: [Float] = [-1, -0.5, 0.25, 1]
    func expectFormula<Scalar: LaneScalar>(_ scalar: Scalar.Type) throws {
      let found = try #require(
        evaluator(scalar, Self.linear([2]), samples, euler(steps)).solveAccuracy(of: samples))
      var factor = 1.0
      for _ in 0..<steps { factor *= 1 - 2 / Double(steps) }
      // h(1) = x e⁻²: the relative error, and |x| as a share of the spread.
      let miss = abs(factor / 0.1353352832366127 - 1)
      let mean = samples.reduce(0, +) / 4
      let spread = (samples.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 4).squareRoot()
      let (median, worst) = (miss * 0.75 / Double(spread), miss / Double(spread))
      #expect(abs(found.worstError / worst - 1) < 1e-4, "\(scalar)")
      #expect(abs(found.medianError / median - 1) < 1e-4, "\(scalar)")
      #expect(!found.isAccurate)
    }
    try expectFormula(Float.self)
    try expectFormula(Double.self)
  }

  @Test("a contraction is accurate although the reverse solve misses the start")
  func contraction() throws {
    // The first coordinate contracts by e¹², the second keeps the features apart.
    let samples: [Float] = [-1, -1, 1, -0.5, -1, 0.5, 1, 1]
    let evaluator = evaluator(Float.self, Self.linear([12, 0]), samples) { $0.tolerance = 1e-4 }
    let found = try #require(evaluator.solveAccuracy(of: samples))
    #expect(found.isAccurate && found.worstError < 1e-3, "\(found)")
    #expect(worstReturn(evaluator, samples) > 0.1)
  }

  @Test("a solve is inaccurate although the reverse solve finds the start exactly")
  func hiddenError() throws {
    let samples: [Float] = [-1, 0, 1]
    let evaluator = evaluator(Float.self, Self.tent, samples, euler(1))
    #expect(worstReturn(evaluator, samples) == 0)
    let found = try #require(evaluator.solveAccuracy(of: samples))
    // The exact flow moves all by ½, one step by 0.
    let expected = 0.5 / (2.0 / 3).squareRoot()
    #expect(abs(found.worstError - expected) < 1e-3 && !found.isAccurate)
    #expect(abs(found.medianError - expected) < 1e-3)
  }

  @Test("finer steps are more accurate, down to the precision of the state")
  func tolerances() throws {
    let samples: [Float] = [-1, -0.5, 0.25, 1]
    func errors<Scalar: LaneScalar>(_ scalar: Scalar.Type) throws -> [Double] {
      try [1e-2, 1e-4, 1e-6, 1e-8].map { tolerance in
        let evaluator = evaluator(scalar, Self.linear([2]), samples) { $0.tolerance = tolerance }
        return try #require(evaluator.solveAccuracy(of: samples)).worstError
      }
    }
    let exact = try errors(Double.self)
    #expect(zip(exact, exact.dropFirst()).allSatisfy { $0 > 3 * $1 } && exact[3] < 1e-6, "\(exact)")
    let single = try errors(Float.self)
    #expect(abs(single[0] / exact[0] - 1) < 1e-2, "\(single)")
    #expect(single[3] < 1e-5 && single[3] > exact[3], "\(single)")
  }

  @Test("the error of a single sample is absolute")
  func single() throws {
    let found = try #require(
      evaluator(Double.self, Self.linear([2]), [0.5], euler(1)).solveAccuracy(of: [0.5]))
    #expect(abs(found.worstError - 0.5 * (1 + 0.1353352832366127)) < 1e-5)
    #expect(found.medianError == found.worstError)
  }

  @Test("a solve that fails is not accurate")
  func failure() throws {
    let found = try #require(
      evaluator(Float.self, Self.linear([2]), [0, 1]) {
        $0.tolerance = 1e-6
        $0.maximumSteps = 2
      }.solveAccuracy(of: [0, 1]))
    #expect(found.worstError == .infinity && found.medianError == .infinity)
    #expect(found.probeNFE == nil && !found.isAccurate)
  }

  @Test("the bound applies to the worst error", arguments: [0, 0.05, 0.0501, .infinity, .nan])
  func bound(worst: Double) {
    let found = SolveAccuracy(medianError: 0, worstError: worst, probeNFE: nil)
    #expect(found.isAccurate == (worst <= 0.05))
  }
}
