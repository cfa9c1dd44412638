/// y = γ (x − mean x)/√(var x + ε) + β, each sample over its features: PyTorch's `LayerNorm`, with
/// the variance over n. Ba, Kiros, Hinton 2016, DOI 10.48550/arXiv.1607.06450.
@frozen public struct LayerNorm<Scalar: LaneNumber> {
  /// features × samples, written.
  public var y: UnsafeMutablePointer<Scalar>
  /// features × samples.
  public var x: UnsafePointer<Scalar>
  /// (x − mean x)/√(var x + ε), features × samples, and then 1/√(var x + ε) of each sample: written
  /// by the map, read by its pullback.
  public var kept: UnsafeMutablePointer<Scalar>
  /// Numbers per sample.
  public var features: Int
  /// γ, one number per feature; nil for 1.
  public var scale: UnsafePointer<Scalar>?
  /// β; nil for 0.
  public var bias: UnsafePointer<Scalar>?
  /// ε
  public var epsilon: Scalar

  /// A normalisation; see the properties.
  @inlinable public init(
    y: UnsafeMutablePointer<Scalar>, x: UnsafePointer<Scalar>, kept: UnsafeMutablePointer<Scalar>,
    features: Int, scale: UnsafePointer<Scalar>?, bias: UnsafePointer<Scalar>?, epsilon: Scalar
  ) {
    self.y = y
    self.x = x
    self.kept = kept
    self.features = features
    self.scale = scale
    self.bias = bias
    self.epsilon = epsilon
  }
}
