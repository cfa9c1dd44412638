import Platform

/// Gradients by the continuous adjoint (optimise, then discretise): the state y, its adjoint a and
/// the parameters' gradient are solved backwards in time as one system,
///
///     dy/dt = f,   da/dt = −a · ∂f/∂y,   dg/dt = −a · ∂f/∂θ,
///
/// with its own NFE and with memory that does not grow with it. Chen, Rubanova, Bettencourt,
/// Duvenaud 2018, DOI 10.48550/arXiv.1806.07366, algorithm 1. Semantics are torchdiffeq's: the norm
/// is the greatest of the RMS norms of y, of a, and of each parameter tensor.
public final class Adjoint<Field: DifferentiableVectorField> {
  /// Precision of the state.
  public typealias Scalar = Field.Scalar

  /// The cost of the last backward pass: all its solves, including a failed one.
  public private(set) var statistics = SolveStatistics()

  private let system: AdjointSystem<Field>
  private let solver: RungeKuttaSolver<AdjointSystem<Field>>
  private let state: AlignedBuffer<Scalar>
  /// Whether the norm leaves out the parameters (Kidger, Chen, Lyons 2021, DOI
  /// 10.48550/arXiv.2009.09457).
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

  /// Adds the parameters' gradient to `gradient`, which is laid out as the field's parameters.
  ///
  /// - Parameters:
  ///   - cotangent: ∂L/∂y(t1), replaced by ∂L/∂y(t0).
  ///   - final: y(t1) from the forward solve.
  ///   - t0: the start of the forward solve.
  ///   - t1: the end of the forward solve.
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

  /// The same for a loss that depends on the states at several times. One solve goes from each time
  /// back to the previous one, where the state is reset to the forward solve's and the loss's
  /// gradient is added. The parameters' gradient is carried through all of them.
  ///
  /// - Parameters:
  ///   - outputCotangents: ∂L/∂y at each of `times`, one after another.
  ///   - outputs: y at each of `times`, from the forward solve.
  ///   - times: ascending; the first is the start of the forward solve.
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

/// The right-hand side of the adjoint system. Its state is y, a, and then the parameter tensors,
/// each starting at a whole vector.
final class AdjointSystem<Field: DifferentiableVectorField>: VectorField {
  typealias Scalar = Field.Scalar

  let field: Field
  var batch = BatchShape(features: 1, samples: 1, of: Scalar.self)
  /// Scalars of each parameter tensor.
  let counts: [Int]
  /// The start of each tensor, counted from the end of a.
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

  /// The whole state in rows of the batch's length; the last can be partly filled.
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
    // By kernels: a loop here would be unspecialised generic code.
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
