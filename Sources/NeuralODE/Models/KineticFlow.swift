import DifferentialEquations
import Lanes

/// A flow whose training objective has a term more: λ times the mean kinetic energy of the batch's trajectories. The
/// features are those of `Flow`; only the solver sees one coordinate more, which enters its error norm too.
final class KineticFlow<Scalar: LaneScalar>: FeatureMap {
  private let field: EnergyField<Scalar>
  private let solver: RungeKuttaSolver<EnergyField<Scalar>>
  private var training: TrainingConfiguration
  private let largest: BatchShape
  private let state: AlignedBuffer<Scalar>
  private let cotangent: AlignedBuffer<Scalar>
  private lazy var backpropagation = Backpropagation(solver: solver)
  private lazy var adjoint = makeAdjoint()
  private(set) var penalty = 0.0

  init(
    _ model: ModelConfiguration, inputs d: Int, parameters: AlignedBuffer<Scalar>,
    training: TrainingConfiguration, samples: Int
  ) {
    self.training = training
    let features = d + model.augmentation
    field = EnergyField(
      inner: MLPField(
        features: features, hidden: model.hidden, activation: model.activation,
        isTimeDependent: model.isTimeDependent, parameters: parameters, samples: samples),
      samples: samples)
    largest = BatchShape(features: features + 1, samples: samples, of: Scalar.self)
    state = AlignedBuffer(count: largest.count)
    cotangent = AlignedBuffer(count: largest.count)
    solver = RungeKuttaSolver(field: field, shape: largest, options: SolverOptions(training))
  }

  private func makeAdjoint() -> Adjoint<EnergyField<Scalar>> {
    Adjoint(
      field: field, shape: largest, options: solver.options,
      usesSeminorm: training.gradient == .adjointSeminorm)
  }

  func retune(_ new: TrainingConfiguration) {
    let usesAdjoint = new.gradient == .adjoint || new.gradient == .adjointSeminorm
    let isChanged =
      SolverOptions(new) != solver.options || new.gradient != training.gradient
    training = new
    solver.options = SolverOptions(new)
    if usesAdjoint && isChanged { adjoint = makeAdjoint() }
  }

  private func whole(_ shape: BatchShape) -> BatchShape {
    BatchShape(features: shape.features + 1, samples: shape.samples, of: Scalar.self)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(
    _ features: UnsafeMutablePointer<Scalar>, shape: BatchShape, record: Bool
  ) throws(SolveFailure) -> SolveStatistics {
    let whole = whole(shape)
    let energy = state.base + shape.count
    state.base.update(from: features, count: shape.count)
    for sample in 0..<shape.stride { energy[sample] = 0 }
    let recording: SolveRecording =
      switch training.gradient {
      case _ where !record: .none
      case .backpropagation: .tape
      case .checkpointed: .checkpoints
      case .adjoint, .adjointSeminorm: .none
      }
    try solver.solve(
      from: 0, to: 1, initial: state.base, final: state.base, shape: whole, record: recording)
    features.update(from: state.base, count: shape.count)
    var total = 0.0
    for sample in 0..<shape.samples { total += Double(energy[sample]) }
    penalty = training.kineticPenalty * total / Double(shape.samples)
    return solver.statistics
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(
    _ features: UnsafeMutablePointer<Scalar>, shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) throws(SolveFailure) -> Int {
    let whole = whole(shape)
    cotangent.base.update(from: features, count: shape.count)
    let weight = Scalar(training.kineticPenalty) / Scalar(shape.samples)
    // Padding has no part in the mean, nor in the gradient.
    for sample in 0..<shape.stride {
      cotangent.base[shape.count + sample] = sample < shape.samples ? weight : 0
    }
    defer { features.update(from: cotangent.base, count: shape.count) }
    switch training.gradient {
    case .backpropagation, .checkpointed:
      field.zeroGradient()
      backpropagation.run(cotangent.base)
      field.addGradient(to: gradient)
      return solver.replayedEvaluations
    case .adjoint, .adjointSeminorm:
      try adjoint.run(cotangent.base, final: state.base, shape: whole, addingTo: gradient)
      return adjoint.statistics.evaluations
    }
  }
}
