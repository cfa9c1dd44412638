/// What an affine map does with its result before storing it.
public enum AffineEpilogue: Sendable {
  /// z
  case none
  /// max(0, z)
  case relu
  /// log(1 + eᶻ); z itself above 20, as PyTorch has it
  case softplus
  /// tanh z
  case tanh
  /// z · act′, from the activation's *value* h in `gates`: for ReLU, where h > 0
  case reluGate
  /// z · σ, with σ = 1 − e⁻ʰ for softplus's value h
  case softplusGate
  /// z · (1 − h²) for tanh's value h
  case tanhGate
  /// z + what was stored before
  case accumulate
}
