/// The place of an output time in a solve's accepted steps.
struct OutputPosition {
  /// The step; −1 for a time at the solve's left end.
  var step: Int
  /// θ in the step, 0…1.
  var position: Double
}

/// Interpolation weights of all output times within one step, and the cotangents of the states
/// there. A step's times are contiguous, so each sum over them is one combination.
struct OutputWeights<Scalar: LaneScalar> {
  /// Σ_k coefficients_k · terms_k.
  struct Sum {
    var terms: UnsafePointer<Scalar>
    var coefficients: UnsafePointer<Scalar>
    var count: Int
  }

  /// Times in the step.
  private(set) var count = 0
  /// One row each for y0, y1 and every slope, with one weight per time.
  private var weights = AlignedBuffer<Double>(count: 1)
  private var coefficients = AlignedBuffer<Scalar>(count: 1)
  private var terms: UnsafePointer<Scalar>?

  /// Takes a step's times, the last of the first `rest`, and reduces `rest` by their number.
  mutating func take<Field: VectorField<Scalar>>(
    _ step: Int, of solver: RungeKuttaSolver<Field>, upTo rest: inout Int,
    _ cotangents: UnsafePointer<Scalar>?
  ) {
    let end = rest
    while rest > 0, solver.outputs[rest - 1].step == step { rest -= 1 }
    count = end - rest
    guard count > 0, let cotangents else { return }
    let rows = solver.method.stages + 3
    if weights.count < rows * count { weights = AlignedBuffer(count: rows * count) }
    if coefficients.count < count { coefficients = AlignedBuffer(count: count) }
    terms = cotangents + rest * solver.shape.count
    for k in 0..<count {
      let found = InterpolationWeights(solver.method, at: solver.outputs[rest + k].position)
      weights.base[k] = found.start
      weights.base[count + k] = found.end
      for i in 0..<rows - 2 {
        weights.base[(2 + i) * count + k] = i < found.count ? found.slopes[i] : 0
      }
    }
  }

  /// The term of y0.
  func start() -> Sum { sum(row: 0, scale: 1) }
  /// The term of y1.
  func end() -> Sum { sum(row: 1, scale: 1) }
  /// The term of slope i in a step of size dt.
  func slope(_ i: Int, _ dt: Double) -> Sum { sum(row: 2 + i, scale: dt) }

  private func sum(row: Int, scale: Double) -> Sum {
    Scalar.kernels.scale(
      weights.base + row * count, by: scale, count: count, into: coefficients.base)
    guard let terms else { preconditionFailure("weights are taken before they are used") }
    return Sum(terms: terms, coefficients: UnsafePointer(coefficients.base), count: count)
  }
}
