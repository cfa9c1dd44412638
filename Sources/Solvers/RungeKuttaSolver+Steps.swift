import Math
import Platform

extension RungeKuttaSolver {
  /// The slot of stage `i` of an accepted step. An FSAL method's first stage is the previous step's
  /// last.
  func slot(ofStage i: Int, step: Int) -> Int {
    step * method.evaluationsPerStep + i
  }

  /// y = scale · base + Σ coefficients_j · terms_j over the whole state; threads share the pieces
  /// of a large one.
  ///
  /// - Parameter coefficients: one per term; nil for the solver's own.
  func combine(
    into y: UnsafeMutablePointer<Scalar>, base: UnsafePointer<Scalar>?, scale: Scalar,
    terms: UnsafePointer<Scalar>, coefficients: UnsafePointer<Scalar>? = nil, termCount: Int
  ) {
    let count = shape.count
    let coefficients = coefficients ?? UnsafePointer(self.coefficients.base)
    let piece = team.count == 1 ? count : 1 << 13
    team.run((count + piece - 1) / piece) { k, _ in
      let start = k * piece
      Scalar.kernels.combine(
        into: y + start, base: base.map { $0 + start }, scale: scale, terms: terms + start,
        stride: count, coefficients: coefficients, termCount: termCount,
        count: min(piece, count - start))
    }
  }

  /// state = y0 + dt Σ_j weights_j · k_j over the first `count` slopes.
  func advance(
    _ state: UnsafeMutablePointer<Scalar>, _ weights: UnsafePointer<Double>, _ count: Int,
    _ dt: Double
  ) {
    Scalar.kernels.scale(weights, by: dt, count: count, into: coefficients.base)
    combine(into: state, base: y0.base, scale: 1, terms: k.base, termCount: count)
  }

  /// All stages of one step, and y1.
  func attempt(_ dt: Double, _ right: Double, step: Int) {
    let method = method
    let stages = method.stages
    for i in 1..<max(1, stages) {
      let state = method.isFSAL && i == stages - 1 ? y1.base : scratch.base
      advance(state, method.a(i), i, dt)
      // If the field jumps at t1, the new value belongs to the next step: like torchdiffeq,
      // evaluate just before t1.
      let time =
        method.c[i] == 1 && method.isAdaptive
        ? Double(Scalar(right).nextDown) : t + method.c[i] * dt
      evaluate(
        time, state, k.base + i * shape.count, slot: step * method.evaluationsPerStep + i)
    }
    if !method.isFSAL { advance(y1.base, method.b, stages, dt) }
  }
}

/// The norms that choose steps.
extension RungeKuttaSolver {
  /// A batch within the state, starting at `offset`.
  struct NormPart {
    var offset: Int
    var shape: BatchShape
  }

  /// The norm of error / (absolute + relative · max(|y0|, |y1|)).
  func errorRatio(_ dt: Double) -> Double {
    Scalar.kernels.scale(method.errorWeights, by: dt, count: method.stages, into: coefficients.base)
    return norm { part in
      Scalar.kernels.errorSumOfSquares(
        stages: k.base + part.offset, stride: shape.count, coefficients: coefficients.base,
        stageCount: method.stages, y0: y0.base + part.offset, y1: y1.base + part.offset,
        absolute: Scalar(options.absoluteTolerance), relative: Scalar(options.relativeTolerance),
        shape: part.shape)
    }
  }

  /// The greatest of the parts' root mean squares.
  private func norm(_ sumOfSquares: (NormPart) -> Scalar) -> Double {
    func rootMean(_ part: NormPart) -> Double {
      let count = Scalar(part.shape.features * part.shape.samples)
      return Double((total(part, sumOfSquares) / count).squareRoot())
    }
    guard let normParts else { return rootMean(NormPart(offset: 0, shape: shape)) }
    var greatest = 0.0
    for part in normParts {
      let value = rootMean(part)
      // Not `max`, which would lose a NaN.
      if !(value <= greatest) { greatest = value }
    }
    return greatest
  }

  /// Vectors whose squares are summed at once. A larger state is summed in parts of this size,
  /// whatever the threads, and the parts' sums are added in order.
  static var normPartVectors: Int { 1024 }

  /// A sum of squares over features, in parts that threads share.
  private func total(_ part: NormPart, _ sumOfSquares: (NormPart) -> Scalar) -> Scalar {
    let shape = part.shape
    let rows = max(1, Self.normPartVectors / shape.blocks)
    guard shape.features > rows else { return sumOfSquares(part) }
    let sums = partialSums.base
    let count = (shape.features + rows - 1) / rows
    team.run(count) { k, _ in
      let first = k * rows
      sums[k] = sumOfSquares(
        NormPart(
          offset: part.offset + first * shape.stride,
          shape: BatchShape(
            features: min(rows, shape.features - first), samples: shape.samples,
            of: Scalar.self)))
    }
    var total: Scalar = 0
    for k in 0..<count { total += sums[k] }
    return total
  }

  /// The first step size (Hairer, Nørsett, Wanner, *Solving ODEs I*, II.4); costs one evaluation.
  func firstStep() -> Double {
    func scaledNorm(of e: UnsafePointer<Scalar>, less f: UnsafePointer<Scalar>? = nil) -> Double {
      norm { part in
        let y = y0.base + part.offset
        return Scalar.kernels.sumOfScaledSquares(
          of: e + part.offset, less: f.map { $0 + part.offset }, y0: y, y1: y,
          absolute: Scalar(options.absoluteTolerance),
          relative: Scalar(options.relativeTolerance), shape: part.shape)
      }
    }
    let d0 = scaledNorm(of: y0.base)
    let d1 = scaledNorm(of: k.base)
    let h0 = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * d0 / d1
    var whole = 1.0
    advance(scratch.base, &whole, 1, h0)
    let f1 = y1.base
    evaluate(t + h0, scratch.base, f1, slot: 1)
    let d2 = scaledNorm(of: f1, less: k.base) / h0
    let h1 =
      d1 <= 1e-15 && d2 <= 1e-15
      ? max(1e-6, h0 * 1e-3) : Elementary.pow(0.01 / max(d1, d2), 1 / Double(method.order))
    return min(100 * h0, h1)
  }
}
