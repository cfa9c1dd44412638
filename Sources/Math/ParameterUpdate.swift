/// One update of an optimiser, with PyTorch's order of operations.
public enum ParameterUpdate<Scalar: LaneNumber>: Sendable {
  /// Adam (Kingma and Ba 2015, DOI 10.48550/arXiv.1412.6980), with AdamW's decoupled decay.
  case adam(AdamUpdate<Scalar>)
  /// Gradient descent with momentum μ: v ← μ v + g, θ ← θ − rate · v.
  case momentum(rate: Scalar, momentum: Scalar)
}

/// Constants of one update of Adam.
public struct AdamUpdate<Scalar: LaneNumber>: Sendable {
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
  /// 1 − rate · weight decay (Loshchilov and Hutter 2019, DOI 10.48550/arXiv.1711.05101), which
  /// multiplies the weights before the step.
  public var shrinkage: Scalar

  /// The k-th update, k ≥ 1. Powers are computed in Double for either precision.
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
