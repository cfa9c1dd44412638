/// One update of an optimiser in the order of operations of PyTorch's.
public enum ParameterUpdate<Scalar: LaneNumber>: Sendable {
  /// Adam (Kingma and Ba 2015, DOI 10.48550/arXiv.1412.6980), with AdamW's decoupled decay where
  /// that is not 0.
  case adam(AdamUpdate<Scalar>)
  /// Gradient descent with momentum μ: v ← μ v + g, θ ← θ − rate · v.
  case momentum(rate: Scalar, momentum: Scalar)
}
