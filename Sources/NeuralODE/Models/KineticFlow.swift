import DifferentialEquations
import Lanes
import Threads

/// A flow whose training objective has a term more: λ times the mean kinetic energy of the batch's
/// trajectories. It is the flow of an `EnergyField`: the features are those of the field's own, and
/// the solver sees one coordinate more, which enters its error norm too.
final class KineticFlow<Scalar: LaneScalar>: FeatureMap {
  private let flow: Flow<EnergyField<Scalar>>
  private var weight: Double
  /// Features and energy.
  private let whole: AlignedBuffer<Scalar>
  private(set) var penalty = 0.0

  /// The flow of a field, for states of up to the given shape.
  init(
    _ field: ModelField<Scalar>, training: TrainingConfiguration, shape: BatchShape,
    team: ThreadTeam = .single
  ) {
    weight = training.kineticPenalty
    let largest = Self.withEnergy(shape)
    flow = Flow(
      EnergyField(inner: field, shape: shape), training: training, shape: largest, team: team)
    whole = AlignedBuffer(count: largest.count)
  }

  private static func withEnergy(_ shape: BatchShape) -> BatchShape {
    BatchShape(features: shape.features + 1, samples: shape.samples, of: Scalar.self)
  }

  func retune(_ new: TrainingConfiguration) {
    weight = new.kineticPenalty
    flow.retune(new)
  }

  var evaluations: (forward: Int, backward: Int) { flow.evaluations }

  /// The given features, and after them the energy of each sample; padding gets none.
  private func fill(
    _ features: UnsafePointer<Scalar>, energy value: Scalar, _ shape: BatchShape
  ) {
    whole.base.update(from: features, count: shape.count)
    let energy = whole.base + shape.count
    for sample in 0..<shape.stride { energy[sample] = sample < shape.samples ? value : 0 }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(
    _ features: UnsafeMutablePointer<Scalar>, shape: BatchShape, record: Bool
  ) throws(SolveFailure) -> SolveStatistics {
    fill(features, energy: 0, shape)
    let statistics = try flow.forward(whole.base, shape: Self.withEnergy(shape), record: record)
    features.update(from: whole.base, count: shape.count)
    var total = 0.0
    for sample in 0..<shape.samples { total += Double(whole.base[shape.count + sample]) }
    penalty = weight * total / Double(shape.samples)
    return statistics
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(
    _ cotangent: UnsafeMutablePointer<Scalar>, shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) throws(SolveFailure) -> Int {
    fill(cotangent, energy: Scalar(weight) / Scalar(shape.samples), shape)
    defer { cotangent.update(from: whole.base, count: shape.count) }
    return try flow.backward(whole.base, shape: Self.withEnergy(shape), addingTo: gradient)
  }

  /// The path of the features; their energy is not part of it.
  func path(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, times: [Double],
    options: SolverOptions, visit: (UnsafePointer<Scalar>) -> Void
  ) -> PathEnd {
    fill(state, energy: 0, shape)
    return flow.path(
      whole.base, shape: Self.withEnergy(shape), times: times, options: options, visit: visit)
  }

  func prepareDisplacement() { flow.field.prepare() }

  func displacement(
    t: Double, of state: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>,
    shape: BatchShape
  ) {
    flow.field.inner.evaluate(t: t, state: state, derivative: result, shape: shape, slot: nil)
  }
}
