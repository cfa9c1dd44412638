/// Where a wanted time lies in a solve's accepted steps.
struct OutputPosition {
  /// The step; −1 for a time at the solve's left end.
  var step: Int
  /// θ in the step, 0…1.
  var position: Double
}

/// Interpolation weights of all wanted times within one step, and the cotangents of the states
/// there. A step's times stand one after another, so that each sum over them is one combination.
struct OutputWeights<Scalar: LaneScalar> {
  /// Σ_k coefficients_k · terms_k.
  struct Sum {
    var terms: UnsafePointer<Scalar>
    var coefficients: UnsafePointer<Scalar>
    var count: Int
  }

  /// Times in the step.
  private(set) var count = 0
  /// Weights of y0, of y1 and of each slope: a row of as many as there are times for each.
  private var weights = AlignedBuffer<Double>(count: 1)
  private var coefficients = AlignedBuffer<Scalar>(count: 1)
  private var terms: UnsafePointer<Scalar>?

  /// The times of a step, which are the last ones of the first `rest`; afterwards `rest` counts
  /// those before.
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

  /// The part of y0.
  func start() -> Sum { sum(row: 0, scale: 1) }
  /// The part of y1.
  func end() -> Sum { sum(row: 1, scale: 1) }
  /// The part of slope i of a step of size dt.
  func slope(_ i: Int, _ dt: Double) -> Sum { sum(row: 2 + i, scale: dt) }

  private func sum(row: Int, scale: Double) -> Sum {
    Scalar.kernels.scale(
      weights.base + row * count, by: scale, count: count, into: coefficients.base)
    guard let terms else { preconditionFailure("weights are taken before they are used") }
    return Sum(terms: terms, coefficients: UnsafePointer(coefficients.base), count: count)
  }
}
