/// One update of Adam (Kingma and Ba 2015, DOI 10.48550/arXiv.1412.6980), in the order of operations of PyTorch.
public struct AdamUpdate<Scalar: LaneScalar>: Sendable {
  /// Learning rate over 1 − β₁ᵏ at update k.
  public var stepSize: Scalar
  /// √(1 − β₂ᵏ) at update k.
  public var secondCorrection: Scalar
  /// β₁
  public var firstDecay: Scalar
  /// β₂
  public var secondDecay: Scalar
  /// ε
  public var epsilon: Scalar

  /// The k-th update, k ≥ 1. Powers are computed in Double whatever the precision.
  public init(
    learningRate: Double, k: Int, firstDecay: Double = 0.9, secondDecay: Double = 0.999,
    epsilon: Double = 1e-8
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
    secondCorrection = Scalar((1 - power(secondDecay)).squareRoot())
    self.firstDecay = Scalar(firstDecay)
    self.secondDecay = Scalar(secondDecay)
    self.epsilon = Scalar(epsilon)
  }
}

extension LaneScalar {
  /// m += (1 − β₁)(g − m); v = β₂ v + (1 − β₂) g²; θ −= stepSize · m / (√v / correction + ε), for `count` scalars rounded
  /// up to whole vectors.
  public static func adam(
    _ parameters: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    moments: (UnsafeMutablePointer<Self>, UnsafeMutablePointer<Self>), count: Int,
    update: AdamUpdate<Self>
  ) {
    let theta = vectors(parameters)
    let gradient = vectors(gradient)
    let m = vectors(moments.0)
    let v = vectors(moments.1)
    for k in 0..<((count + laneCount - 1) / laneCount) {
      let g = gradient[k]
      m[k] = fma(splat(1 - update.firstDecay), subtract(g, m[k]), m[k])
      v[k] = fma(
        splat(1 - update.secondDecay), multiply(g, g), multiply(splat(update.secondDecay), v[k]))
      let denominator = add(
        divide(squareRoot(v[k]), splat(update.secondCorrection)), splat(update.epsilon))
      theta[k] = subtract(theta[k], multiply(splat(update.stepSize), divide(m[k], denominator)))
    }
  }
}
