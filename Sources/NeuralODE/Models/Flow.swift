import DifferentialEquations
import Lanes

/// φ(x) = h(1) with dh/dt = f(t, h), h(0) = x: a Neural ODE's features.
final class Flow<Scalar: LaneScalar>: FeatureMap {
  let field: ModelField<Scalar>
  let solver: RungeKuttaSolver<ModelField<Scalar>>
  private var method: GradientMethod
  private lazy var backpropagation = Backpropagation(solver: solver)
  private lazy var adjoint = makeAdjoint()
  private lazy var final = AlignedBuffer<Scalar>(count: largest.count)
  private let largest: BatchShape

  init(
    _ model: ModelConfiguration, inputs d: Int, parameters: AlignedBuffer<Scalar>,
    training: TrainingConfiguration, samples: Int, team: ThreadTeam = .single
  ) {
    method = training.gradient
    field = ModelField(model, inputs: d, parameters: parameters, samples: samples, team: team)
    largest = BatchShape(features: model.features(inputs: d), samples: samples, of: Scalar.self)
    solver = RungeKuttaSolver(field: field, shape: largest, options: SolverOptions(training))
    solver.team = team
  }

  private func makeAdjoint() -> Adjoint<ModelField<Scalar>> {
    Adjoint(
      field: field, shape: largest, options: solver.options,
      usesSeminorm: method == .adjointSeminorm, team: solver.team)
  }

  func retune(_ training: TrainingConfiguration) {
    let usesAdjoint = training.gradient == .adjoint || training.gradient == .adjointSeminorm
    let isChanged = SolverOptions(training) != solver.options || training.gradient != method
    method = training.gradient
    solver.options = SolverOptions(training)
    if usesAdjoint && isChanged { adjoint = makeAdjoint() }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, record: Bool
  ) throws(SolveFailure) -> SolveStatistics {
    let recording: SolveRecording =
      switch method {
      case _ where !record: .none
      case .backpropagation: .tape
      case .checkpointed: .checkpoints
      case .adjoint, .adjointSeminorm: .none
      }
    try solver.solve(
      from: 0, to: 1, initial: state, final: state, shape: shape, record: recording)
    if record && recording == .none { final.base.update(from: state, count: shape.count) }
    return solver.statistics
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(
    _ cotangent: UnsafeMutablePointer<Scalar>, shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) throws(SolveFailure) -> Int {
    switch method {
    case .backpropagation, .checkpointed:
      field.zeroGradient()
      backpropagation.run(cotangent)
      field.addGradient(to: gradient)
      return solver.replayedEvaluations
    case .adjoint, .adjointSeminorm:
      try adjoint.run(cotangent, final: final.base, shape: shape, addingTo: gradient)
      return adjoint.statistics.evaluations
    }
  }
}
