import Platform

/// Gradients by the continuous adjoint (optimise, then discretise): the state y, its adjoint a and
/// the parameters' gradient are solved backwards in time as one system,
///
///     dy/dt = f,   da/dt = −a · ∂f/∂y,   dg/dt = −a · ∂f/∂θ,
///
/// with an NFE of its own and memory that does not grow with it. Chen, Rubanova, Bettencourt,
/// Duvenaud 2018, DOI 10.48550/arXiv.1806.07366, algorithm 1. Semantics are torchdiffeq's: the norm
/// is the greatest of the RMS norms of y, of a, and of each parameter tensor.
public final class Adjoint<Field: DifferentiableVectorField> {
  /// Precision of the state.
  public typealias Scalar = Field.Scalar

  /// What the last backward pass cost, all its solves together, one that failed among them.
  public private(set) var statistics = SolveStatistics()

  private let system: AdjointSystem<Field>
  private let solver: RungeKuttaSolver<AdjointSystem<Field>>
  private let state: AlignedBuffer<Scalar>
  /// Leave the parameters' part out of the norm (Kidger, Chen, Lyons 2021, DOI
  /// 10.48550/arXiv.2009.09457)?
  private let usesSeminorm: Bool

  /// Memory for backward solves of batches of up to the given shape.
  public init(
    field: Field, shape: BatchShape, options: SolverOptions, usesSeminorm: Bool = false,
    team: ThreadTeam = .single
  ) {
    system = AdjointSystem(field: field)
    let shape = system.stateShape(shape)
    solver = RungeKuttaSolver(field: system, shape: shape, options: options)
    solver.team = team
    state = AlignedBuffer(count: shape.count)
    self.usesSeminorm = usesSeminorm
  }

  /// Turns the cotangent of y(t1) into that of y(t0), in place, and adds the parameters' gradient
  /// to `gradient`.
  ///
  /// - Parameters:
  ///   - cotangent: ∂L/∂y(t1), replaced by ∂L/∂y(t0).
  ///   - final: y(t1), as the forward solve found it.
  ///   - shape: of the batch.
  ///   - gradient: laid out as the field's parameters.
  ///   - t0: where the forward solve began.
  ///   - t1: where it ended.
  public func run(
    _ cotangent: UnsafeMutablePointer<Scalar>, final: UnsafePointer<Scalar>, shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>, from t0: Double = 0, to t1: Double = 1
  ) throws(SolveFailure) {
    begin(shape)
    state.base.update(from: final, count: shape.count)
    (state.base + shape.count).update(from: cotangent, count: shape.count)
    try solveBack(from: t1, to: t0, shape)
    finish(cotangent, shape, addingTo: gradient)
  }

  /// The same of a loss that depends on the states at several times: from each time a solve of its
  /// own goes back to the time before, where the state is put back to what the forward solve found
  /// and the loss's gradient is added. The parameters' gradient is carried through all of them.
  ///
  /// - Parameters:
  ///   - outputCotangents: ∂L/∂y at each of `times`, one after another.
  ///   - outputs: y at each of `times`, as the forward solve found it.
  ///   - times: ascending, the first being where the forward solve began.
  ///   - initialCotangent: receives ∂L/∂y(times[0]).
  public func run(
    outputCotangents: UnsafePointer<Scalar>, outputs: UnsafePointer<Scalar>, times: [Double],
    shape: BatchShape, initialCotangent: UnsafeMutablePointer<Scalar>,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) throws(SolveFailure) {
    begin(shape)
    let n = shape.count
    let cotangent = state.base + n
    for k in times.indices.reversed() {
      let loss = outputCotangents + k * n
      for i in 0..<n { cotangent[i] += loss[i] }
      guard k > 0 else { break }
      state.base.update(from: outputs + k * n, count: n)
      try solveBack(from: times[k], to: times[k - 1], shape)
    }
    finish(initialCotangent, shape, addingTo: gradient)
  }

  private func begin(_ shape: BatchShape) {
    if solver.normParts == nil || system.batch != shape { solver.normParts = parts(shape) }
    system.batch = shape
    statistics = SolveStatistics()
    state.zero()
  }

  private func solveBack(
    from t1: Double, to t0: Double, _ shape: BatchShape
  ) throws(SolveFailure) {
    defer {
      statistics.evaluations += solver.statistics.evaluations
      statistics.accepted += solver.statistics.accepted
      statistics.rejected += solver.statistics.rejected
    }
    try solver.solve(
      from: t1, to: t0, initial: state.base, final: state.base, shape: system.stateShape(shape))
  }

  private func finish(
    _ cotangent: UnsafeMutablePointer<Scalar>, _ shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) {
    cotangent.update(from: state.base + shape.count, count: shape.count)
    var target = gradient
    for (count, offset) in zip(system.counts, system.offsets) {
      let source = state.base + 2 * shape.count + offset
      for i in 0..<count { target[i] += source[i] }
      target += count
    }
  }

  private func parts(_ shape: BatchShape) -> [RungeKuttaSolver<AdjointSystem<Field>>.NormPart] {
    var parts = [0, shape.count].map {
      RungeKuttaSolver<AdjointSystem<Field>>.NormPart(offset: $0, shape: shape)
    }
    guard !usesSeminorm else { return parts }
    for (count, offset) in zip(system.counts, system.offsets) {
      parts.append(
        .init(
          offset: 2 * shape.count + offset,
          shape: BatchShape(features: 1, samples: count, of: Scalar.self)))
    }
    return parts
  }
}

/// The right-hand side of the adjoint system. Its state is y, a, and the parameter tensors one
/// after another, each starting at a whole vector.
final class AdjointSystem<Field: DifferentiableVectorField>: VectorField {
  typealias Scalar = Field.Scalar

  let field: Field
  var batch = BatchShape(features: 1, samples: 1, of: Scalar.self)
  /// Scalars of each parameter tensor.
  let counts: [Int]
  /// Where each tensor starts behind y and a.
  let offsets: [Int]
  private let parameterSpace: Int
  private let gradient: AlignedBuffer<Scalar>

  init(field: Field) {
    self.field = field
    counts = field.parameterCounts
    var offsets: [Int] = []
    var end = 0
    for count in counts {
      offsets.append(end)
      end += BatchShape(features: 1, samples: count, of: Scalar.self).count
    }
    self.offsets = offsets
    parameterSpace = end
    gradient = AlignedBuffer(count: counts.reduce(0, +))
  }

  /// The whole state as rows as long as the batch's, the last of them part-filled.
  func stateShape(_ batch: BatchShape) -> BatchShape {
    let rows = (parameterSpace + batch.stride - 1) / batch.stride
    return BatchShape(
      features: 2 * batch.features + rows, samples: batch.samples, of: Scalar.self)
  }

  func prepare() { field.prepare() }

  func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?
  ) {
    let n = batch.count
    field.evaluate(t: t, state: state, derivative: derivative, shape: batch, slot: 0)
    field.zeroGradient()
    gradient.zero()
    field.pullback(
      slot: 0, cotangent: state + n, stateCotangent: derivative + n, shape: batch)
    field.addGradient(to: gradient.base)
    // By kernels: a loop here would be over numbers of a type that is not known.
    Scalar.kernels.negate(derivative + n, count: n, into: derivative + n)
    let tail = derivative + 2 * n
    Scalar.zero(tail, count: shape.count - 2 * n)
    var source = gradient.base
    for (count, offset) in zip(counts, offsets) {
      Scalar.kernels.negate(source, count: count, into: tail + offset)
      source += count
    }
  }
}
