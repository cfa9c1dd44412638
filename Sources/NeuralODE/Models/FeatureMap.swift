import DifferentialEquations
import Lanes

/// What maps augmented inputs to features φ(x): the flow of a vector field, or a stack of residual blocks. Confined to
/// one queue.
protocol FeatureMap<Scalar>: AnyObject {
  associatedtype Scalar: LaneScalar

  /// Turns inputs (features × samples) into φ of them, in place.
  ///
  /// - Parameter record: keep what `backward` needs.
  func forward(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, record: Bool
  ) throws(SolveFailure) -> SolveStatistics

  /// Turns the cotangent of φ of the last recorded batch into that of its inputs, in place, and gathers the gradient.
  func backward(_ cotangent: UnsafeMutablePointer<Scalar>, shape: BatchShape)

  /// Forgets the gradient gathered so far.
  func zeroGradient()
  /// Adds the gathered gradient to one laid out as the parameters.
  func addGradient(to gradient: UnsafeMutablePointer<Scalar>)
}

/// φ(x) = h(1) with dh/dt = f(t, h), h(0) = x: a Neural ODE's features.
final class Flow<Scalar: LaneScalar>: FeatureMap {
  let field: MLPField<Scalar>
  let solver: RungeKuttaSolver<MLPField<Scalar>>
  private lazy var backpropagation = Backpropagation(solver: solver)

  init(
    _ model: ModelConfiguration, inputs d: Int, parameters: AlignedBuffer<Scalar>,
    options: SolverOptions, samples: Int
  ) {
    field = MLPField(
      features: d + model.augmentation, hidden: model.hidden, activation: model.activation,
      isTimeDependent: model.isTimeDependent, parameters: parameters, samples: samples)
    solver = RungeKuttaSolver(
      field: field,
      shape: BatchShape(features: d + model.augmentation, samples: samples, of: Scalar.self),
      options: options)
  }

  func forward(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, record: Bool
  ) throws(SolveFailure) -> SolveStatistics {
    try solver.solve(from: 0, to: 1, initial: state, final: state, shape: shape, record: record)
    return solver.statistics
  }

  func backward(_ cotangent: UnsafeMutablePointer<Scalar>, shape: BatchShape) {
    backpropagation.run(cotangent)
  }

  func zeroGradient() { field.zeroGradient() }
  func addGradient(to gradient: UnsafeMutablePointer<Scalar>) { field.addGradient(to: gradient) }
}
