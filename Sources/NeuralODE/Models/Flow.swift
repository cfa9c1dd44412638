import Solvers
import Platform

/// φ(x) = h(T) with dh/dt = f(t, h), h(0) = x: a Neural ODE's features. T is 1 except for series.
final class Flow<Field: DifferentiableVectorField>: FeatureMap {
  typealias Scalar = Field.Scalar

  let field: Field
  let solver: RungeKuttaSolver<Field>
  /// The end time T.
  let end: Double
  private(set) var method: GradientMethod
  private(set) lazy var backpropagation = Backpropagation(solver: solver)
  private(set) lazy var adjoint = makeAdjoint()
  private lazy var final = AlignedBuffer<Scalar>(count: largest.count)
  private lazy var frames = AlignedBuffer<Scalar>(count: 1)
  private let largest: BatchShape

  init(
    _ field: Field, training: TrainingConfiguration, shape: BatchShape, end: Double = 1,
    team: ThreadTeam = .single
  ) {
    self.field = field
    self.end = end
    method = training.gradient
    largest = shape
    solver = RungeKuttaSolver(
      field: field, shape: shape, options: SolverOptions(training, end: end))
    solver.team = team
  }

  private func makeAdjoint() -> Adjoint<Field> {
    Adjoint(
      field: field, shape: largest, options: solver.options,
      usesSeminorm: method == .adjointSeminorm, team: solver.team)
  }

  func retune(_ training: TrainingConfiguration) {
    let usesAdjoint = training.gradient == .adjoint || training.gradient == .adjointSeminorm
    let isChanged =
      SolverOptions(training, end: end) != solver.options || training.gradient != method
    method = training.gradient
    solver.options = SolverOptions(training, end: end)
    if usesAdjoint && isChanged { adjoint = makeAdjoint() }
  }

  var evaluations: (forward: Int, backward: Int) {
    let backward =
      switch method {
      case .backpropagation, .checkpointed: solver.replayedEvaluations
      case .adjoint, .adjointSeminorm: adjoint.statistics.evaluations
      }
    return (solver.statistics.evaluations, backward)
  }

  /// `record` says whether the solve will be differentiated.
  func recording(_ record: Bool) -> SolveRecording {
    switch method {
    case _ where !record: .none
    case .backpropagation: .tape
    case .checkpointed: .checkpoints
    case .adjoint, .adjointSeminorm: .none
    }
  }

  @_specialize(where Field == ModelField<Float>)
  @_specialize(where Field == ModelField<Double>)
  @_specialize(where Field == EnergyField<Float>)
  @_specialize(where Field == EnergyField<Double>)
  func forward(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, record: Bool
  ) throws(SolveFailure) -> SolveStatistics {
    let recording = recording(record)
    try solver.solve(
      from: 0, to: end, initial: state, final: state, shape: shape, record: recording)
    if record && recording == .none { final.base.update(from: state, count: shape.count) }
    return solver.statistics
  }

  @_specialize(where Field == ModelField<Float>)
  @_specialize(where Field == ModelField<Double>)
  @_specialize(where Field == EnergyField<Float>)
  @_specialize(where Field == EnergyField<Double>)
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
      try adjoint.run(
        cotangent, final: final.base, shape: shape, addingTo: gradient, from: 0, to: end)
      return adjoint.statistics.evaluations
    }
  }

  @_specialize(where Field == ModelField<Float>)
  @_specialize(where Field == ModelField<Double>)
  func path(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, times: [Double],
    options: SolverOptions, visit: (UnsafePointer<Scalar>) -> Void
  ) -> PathEnd {
    path(
      state, shape: shape, from: 0, to: end, times: end == 1 ? times : times.map { $0 * end },
      options: options, visit: visit)
  }

  /// States at the given times of a solve between any two times.
  ///
  /// - Parameter times: in the order in which the solve passes them.
  func path(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, from t0: Double, to t1: Double,
    times: [Double], options: SolverOptions, visit: (UnsafePointer<Scalar>) -> Void
  ) -> PathEnd {
    if frames.count < times.count * shape.count {
      frames = AlignedBuffer(count: times.count * shape.count)
    }
    var end = PathEnd()
    do throws(SolveFailure) {
      try solve(
        state, shape: shape, from: t0, to: t1, options: options, times: times, output: frames.base)
    } catch {
      end.failure = error
    }
    end.statistics = solver.statistics
    for k in 0..<solver.outputCount { visit(frames.base + k * shape.count) }
    return end
  }

  /// Solves in place, with options for this solve only.
  func solve(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, from t0: Double, to t1: Double,
    options: SolverOptions, times: [Double] = [], output: UnsafeMutablePointer<Scalar>? = nil
  ) throws(SolveFailure) {
    let own = solver.options
    solver.options = options
    defer { solver.options = own }
    try solver.solve(
      from: t0, to: t1, initial: state, final: state, shape: shape, times: times, output: output)
  }

  func prepare() { field.prepare() }

  func displacement(
    t: Double, of state: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>,
    shape: BatchShape
  ) {
    field.evaluate(t: t * end, state: state, derivative: result, shape: shape, slot: nil)
  }
}
