/// Gradients through the solver (discretise, then optimise): differentiates the accepted steps in
/// reverse, like reverse-mode automatic differentiation, with every step size as a constant.
/// Rejected steps and the choice of the first step do not enter.
///
/// With a tape, memory grows with NFE. With checkpoints, each step's stages are computed again
/// before it is differentiated; the gradient is the same to the bit.
public final class Backpropagation<Field: DifferentiableVectorField> {
  /// Precision of the state.
  public typealias Scalar = Field.Scalar

  private let solver: RungeKuttaSolver<Field>
  /// Cotangents of the stage states Y_i, one after another.
  private var stageCotangents: AlignedBuffer<Scalar>
  /// Cotangent of the right end's slope, from the next step.
  private let slope: AlignedBuffer<Scalar>
  /// Cotangent of a k_i.
  private let cotangent: AlignedBuffer<Scalar>
  /// Cotangent of the interpolated final state.
  private let final: AlignedBuffer<Scalar>
  /// One per stage, and an extra one for `combine`.
  private var coefficients: AlignedBuffer<Scalar>
  /// Interpolation weights of a step's output times.
  private var outputs = OutputWeights<Scalar>()

  /// Memory for the backward passes of a solver's solves.
  public init(solver: RungeKuttaSolver<Field>) {
    self.solver = solver
    let count = solver.y0.count
    stageCotangents = AlignedBuffer(count: count * solver.method.stages)
    coefficients = AlignedBuffer(count: solver.method.stages + 1)
    slope = AlignedBuffer(count: count)
    cotangent = AlignedBuffer(count: count)
    final = AlignedBuffer(count: count)
  }

  /// Turns the cotangent of the solve's final state into that of its initial state, in place, while
  /// the field sums its parameters' gradient. The solve must be recorded and forward in time.
  ///
  /// - Parameter outputCotangents: cotangents of the states at the solve's output times, one after
  ///   another; each passes through the interpolant of its step. nil if nothing depends on them.
  public func run(
    _ y: UnsafeMutablePointer<Scalar>, outputCotangents: UnsafePointer<Scalar>? = nil
  ) {
    precondition(
      solver.recording != .none && solver.direction > 0, "a recorded forward solve is needed")
    let method = solver.method
    let shape = solver.shape
    let stages = method.stages
    let n = shape.count
    if stageCotangents.count < solver.y0.count * stages {
      stageCotangents = AlignedBuffer(count: solver.y0.count * stages)
      coefficients = AlignedBuffer(count: stages + 1)
    }
    var rest = outputCotangents == nil ? 0 : solver.outputs.count
    guard !solver.steps.isEmpty else {
      addInitialOutputs(rest, outputCotangents, to: y, n)
      return
    }
    let weights =
      solver.clips ? nil : InterpolationWeights(method, at: solver.finalPosition)
    final.base.update(from: y, count: n)
    slope.zero()
    var hasSlope = false

    for step in solver.steps.indices.reversed() {
      let dt = solver.steps[step].dt
      outputs.take(step, of: solver, upTo: &rest, outputCotangents)
      let hasNextSlope = !method.isFSAL && method.usesFinalSlope && outputs.count > 0
      if solver.recording == .checkpoints {
        solver.replay(step, withFinalSlope: hasNextSlope)
      }
      let slots = solver.recording == .checkpoints ? 0 : step
      // On the last step the final state is a linear function of y0, y1 and the slopes.
      let interpolated = step == solver.steps.count - 1 ? weights : nil
      // y: the cotangent of y1, which becomes that of y0.
      if let interpolated {
        combine(into: y, of: final.base, interpolated.end)
        if method.isFSAL, interpolated.slopes[stages - 1] != 0 {
          combine(into: slope.base, of: final.base, dt * interpolated.slopes[stages - 1])
          hasSlope = true
        }
      }
      if outputs.count > 0 {
        if hasNextSlope {
          // f(t1, y1) was evaluated for the interpolant; it is the first stage of the next step.
          add(outputs.slope(method.finalSlopeIndex, dt), to: slope.base, replacing: true)
          solver.field.pullback(
            slot: solver.slot(ofStage: 0, step: slots + 1), cotangent: slope.base,
            stateCotangent: cotangent.base, shape: shape)
          combine(into: y, of: cotangent.base, 1, adding: true)
        } else if method.isFSAL {
          add(outputs.slope(stages - 1, dt), to: slope.base)
          hasSlope = true
        }
        add(outputs.end(), to: y)
      }
      let lastStage = method.isFSAL ? stages - 2 : stages - 1
      if method.isFSAL && hasSlope {
        solver.field.pullback(
          slot: solver.slot(ofStage: stages - 1, step: slots), cotangent: slope.base,
          stateCotangent: cotangent.base, shape: shape)
        combine(into: y, of: cotangent.base, 1, adding: true)
      }
      for i in stride(from: lastStage, through: 0, by: -1) {
        // Cotangent of k_i: dt · (b_i · y1's + Σ_{j>i} a_ji μ_j), plus the interpolant's term.
        for j in 0..<stages {
          coefficients.base[j] = j > i && j <= lastStage ? Scalar(dt * method.a(j)[i]) : 0
        }
        let target = i == 0 ? slope.base : cotangent.base
        solver.combine(
          into: target, base: UnsafePointer(y), scale: Scalar(dt * method.b[i]),
          terms: stageCotangents.base, coefficients: coefficients.base, termCount: stages)
        if let interpolated, interpolated.slopes[i] != 0 {
          combine(into: target, of: final.base, dt * interpolated.slopes[i], adding: true)
        }
        if outputs.count > 0 { add(outputs.slope(i, dt), to: target) }
        if i > 0 {
          solver.field.pullback(
            slot: solver.slot(ofStage: i, step: slots), cotangent: target,
            stateCotangent: stageCotangents.base + i * n, shape: shape)
        }
      }
      // y0 enters y1 and every stage with weight 1.
      for j in 0..<stages { coefficients.base[j] = j > 0 && j <= lastStage ? 1 : 0 }
      solver.combine(
        into: y, base: y, scale: 1, terms: stageCotangents.base,
        coefficients: coefficients.base, termCount: stages)
      if let interpolated {
        combine(into: y, of: final.base, interpolated.start, adding: true)
      }
      if outputs.count > 0 { add(outputs.start(), to: y) }
      hasSlope = true
      // The first stage is f(t0, y0): the previous step's last stage, or a separate evaluation.
      if !method.isFSAL || step == 0 {
        solver.field.pullback(
          slot: solver.slot(ofStage: 0, step: slots), cotangent: slope.base,
          stateCotangent: cotangent.base, shape: shape)
        combine(into: y, of: cotangent.base, 1, adding: true)
        hasSlope = false
      }
    }
    addInitialOutputs(rest, outputCotangents, to: y, n)
  }

  /// Outputs at the left end are the initial state itself.
  private func addInitialOutputs(
    _ count: Int, _ cotangents: UnsafePointer<Scalar>?, to y: UnsafeMutablePointer<Scalar>, _ n: Int
  ) {
    guard let cotangents else { return }
    for k in 0..<count { combine(into: y, of: cotangents + k * n, 1, adding: true) }
  }

  /// target += Σ_k coefficients_k · (cotangent of output k), over a step's outputs.
  private func add(
    _ sum: OutputWeights<Scalar>.Sum, to target: UnsafeMutablePointer<Scalar>,
    replacing: Bool = false
  ) {
    solver.combine(
      into: target, base: replacing ? nil : UnsafePointer(target), scale: 1, terms: sum.terms,
      coefficients: sum.coefficients, termCount: sum.count)
  }

  /// target = weight · source, or target += weight · source.
  private func combine(
    into target: UnsafeMutablePointer<Scalar>, of source: UnsafePointer<Scalar>, _ weight: Double,
    adding: Bool = false
  ) {
    let coefficient = coefficients.base + (coefficients.count - 1)
    coefficient[0] = Scalar(weight)
    solver.combine(
      into: target, base: adding ? UnsafePointer(target) : nil, scale: 1, terms: source,
      coefficients: coefficient, termCount: 1)
  }
}
