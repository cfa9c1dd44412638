import Solvers
import Platform

/// A flow whose objective has an extra term: λ times the mean kinetic energy of the batch's
/// trajectories. It is the flow of an `EnergyField`: the features are unchanged, and the solver
/// sees an extra coordinate, which enters its error norm too.
final class KineticFlow<Scalar: LaneScalar>: FeatureMap {
  private let flow: Flow<EnergyField<Scalar>>
  private var weight: Double
  /// Features and energy.
  private let whole: AlignedBuffer<Scalar>
  private(set) var penalty = 0.0

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

  /// Writes the features, then the energy of each sample; 0 for padding.
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

  /// The path of the features without the energy.
  func path(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, times: [Double],
    options: SolverOptions, visit: (UnsafePointer<Scalar>) -> Void
  ) -> PathEnd {
    fill(state, energy: 0, shape)
    return flow.path(
      whole.base, shape: Self.withEnergy(shape), times: times, options: options, visit: visit)
  }

  func prepare() { flow.field.prepare() }

  func displacement(
    t: Double, of state: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>,
    shape: BatchShape
  ) {
    flow.field.inner.evaluate(t: t, state: state, derivative: result, shape: shape, slot: nil)
  }
}

/// A field with the kinetic energy as an extra, last coordinate: d(h, e)/dt = (f(t, h), ‖f(t,
/// h)‖²). From e(0) = 0, e(1) is a trajectory's ∫‖f‖² dt, solved as accurately as the state.
///
/// Finlay, Jacobsen, Nurbekyan, Oberman 2020, *How to train your neural ODE*, DOI
/// 10.48550/arXiv.2002.02798, equation 7.
final class EnergyField<Scalar: LaneScalar>: DifferentiableVectorField {
  let inner: ModelField<Scalar>
  private let tape: EvaluationTape<Scalar>
  private let cotangent: AlignedBuffer<Scalar>

  /// `shape` is the largest shape of `inner`'s states.
  init(inner: ModelField<Scalar>, shape: BatchShape) {
    self.inner = inner
    tape = EvaluationTape(slotSize: shape.count)
    cotangent = AlignedBuffer(count: shape.count)
  }

  /// The shape without the energy.
  private func innerShape(_ shape: BatchShape) -> BatchShape {
    BatchShape(features: shape.features - 1, samples: shape.samples, of: Scalar.self)
  }

  func prepare() { inner.prepare() }

  func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?
  ) {
    let innerShape = innerShape(shape)
    inner.evaluate(t: t, state: state, derivative: derivative, shape: innerShape, slot: slot)
    if let slot { tape.keep(slot, t: t).update(from: derivative, count: innerShape.count) }
    let energy = derivative + innerShape.count
    for sample in 0..<shape.stride { energy[sample] = 0 }
    for feature in 0..<innerShape.features {
      let row = derivative + feature * shape.stride
      for sample in 0..<shape.stride { energy[sample] += row[sample] * row[sample] }
    }
  }

  var parameterCounts: [Int] { inner.parameterCounts }

  func zeroGradient() { inner.zeroGradient() }

  func addGradient(to gradient: UnsafeMutablePointer<Scalar>) { inner.addGradient(to: gradient) }

  /// A cotangent (c, ε) pulls back as c + 2ε f through the inner field; nothing depends on the
  /// energy.
  func pullback(
    slot: Int, cotangent outer: UnsafePointer<Scalar>,
    stateCotangent: UnsafeMutablePointer<Scalar>, shape: BatchShape
  ) {
    let innerShape = innerShape(shape)
    let f = tape.pointer(slot)
    let energy = outer + innerShape.count
    for feature in 0..<innerShape.features {
      let row = feature * shape.stride
      for sample in 0..<shape.stride {
        cotangent.base[row + sample] =
          outer[row + sample] + 2 * energy[sample] * f[row + sample]
      }
    }
    inner.pullback(
      slot: slot, cotangent: cotangent.base, stateCotangent: stateCotangent, shape: innerShape)
    for sample in 0..<shape.stride { stateCotangent[innerShape.count + sample] = 0 }
  }
}
