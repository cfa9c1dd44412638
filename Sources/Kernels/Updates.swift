import Math

extension KernelSet {
  /// Updates `count` parameters, rounded up to whole vectors. Adam keeps its two moments in
  /// `memory`; momentum keeps its velocity in the first.
  @inline(__always) static func update(
    _ parameters: UnsafeMutablePointer<Scalar>, gradient: UnsafePointer<Scalar>,
    memory: (UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>), count: Int,
    _ update: ParameterUpdate<Scalar>
  ) {
    let theta = registers(parameters)
    let gradient = registers(gradient)
    let m = registers(memory.0)
    let v = registers(memory.1)
    let registerCount = (count + laneCount - 1) / laneCount * registersPerVector
    switch update {
    case .adam(let adam):
      // m += (1 − β₁)(g − m); v = β₂ v + (1 − β₂) g²; θ −= stepSize · m / (√v · correction + ε)
      for k in 0..<registerCount {
        let g = gradient[k]
        m[k] = fma(splat(1 - adam.firstDecay), subtract(g, m[k]), m[k])
        v[k] = fma(
          splat(1 - adam.secondDecay), multiply(g, g), multiply(splat(adam.secondDecay), v[k]))
        let denominator = fma(
          squareRoot(v[k]), splat(adam.secondCorrection), splat(adam.epsilon))
        let shrunk = multiply(splat(adam.shrinkage), theta[k])
        theta[k] = subtract(shrunk, multiply(splat(adam.stepSize), divide(m[k], denominator)))
      }
    case .momentum(let rate, let momentum):
      for k in 0..<registerCount {
        m[k] = fma(splat(momentum), m[k], gradient[k])
        theta[k] = subtract(theta[k], multiply(splat(rate), m[k]))
      }
    }
  }

  /// Weight decay as a term of the loss, ½ decay ‖θ‖².
  @inline(__always) static func addDecay(
    _ decay: Scalar, _ parameters: UnsafePointer<Scalar>, to gradient: UnsafeMutablePointer<Scalar>,
    count: Int
  ) {
    for k in 0..<count { gradient[k] += decay * parameters[k] }
  }
}
