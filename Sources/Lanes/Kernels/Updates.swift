/// One update of an optimiser in the order of operations of PyTorch's.
public enum ParameterUpdate<Scalar: LaneScalar>: Sendable {
  /// Adam (Kingma and Ba 2015, DOI 10.48550/arXiv.1412.6980), with AdamW's decoupled decay where that is not 0.
  case adam(AdamUpdate<Scalar>)
  /// Gradient descent with momentum μ: v ← μ v + g, θ ← θ − rate · v.
  case momentum(rate: Scalar, momentum: Scalar)
}

/// Constants of one update of Adam.
public struct AdamUpdate<Scalar: LaneScalar>: Sendable {
  /// Learning rate over 1 − β₁ᵏ at update k.
  public var stepSize: Scalar
  /// 1/√(1 − β₂ᵏ) at update k.
  public var secondCorrection: Scalar
  /// β₁
  public var firstDecay: Scalar
  /// β₂
  public var secondDecay: Scalar
  /// ε
  public var epsilon: Scalar
  /// 1 − rate · weight decay (Loshchilov and Hutter 2019, DOI 10.48550/arXiv.1711.05101): what weights are multiplied with
  /// before the step.
  public var shrinkage: Scalar

  /// The k-th update, k ≥ 1. Powers are computed in Double whatever the precision.
  public init(
    learningRate: Double, k: Int, firstDecay: Double = 0.9, secondDecay: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0
  ) {
    func power(_ b: Double) -> Double {
      var result = 1.0
      var square = b
      var n = k
      while n > 0 {
        if n & 1 == 1 { result *= square }
        square *= square
        n >>= 1
      }
      return result
    }
    stepSize = Scalar(learningRate / (1 - power(firstDecay)))
    secondCorrection = Scalar(1 / (1 - power(secondDecay)).squareRoot())
    self.firstDecay = Scalar(firstDecay)
    self.secondDecay = Scalar(secondDecay)
    self.epsilon = Scalar(epsilon)
    shrinkage = Scalar(1 - learningRate * weightDecay)
  }
}

extension LaneScalar {
  /// Changes `count` parameters, rounded up to whole vectors, by their gradient. Adam keeps its two moments in `memory`,
  /// momentum its velocity in the first.
  @inline(__always) static func updateKernel(
    _ parameters: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    memory: (UnsafeMutablePointer<Self>, UnsafeMutablePointer<Self>), count: Int,
    _ update: ParameterUpdate<Self>
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

  /// gradient += decay · parameters: weight decay as a term of the loss (½ decay ‖θ‖²).
  @inline(__always) static func addDecayKernel(
    _ decay: Self, _ parameters: UnsafePointer<Self>, to gradient: UnsafeMutablePointer<Self>,
    count: Int
  ) {
    for k in 0..<count { gradient[k] += decay * parameters[k] }
  }
}
