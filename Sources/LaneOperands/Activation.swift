/// The elementwise nonlinearity between the maps of a vector field. A new one is a case here, a
/// `LaneActivation` in a file among the kernels, and what the compiler then asks for.
public enum Activation: String, CaseIterable, Sendable, CustomStringConvertible {
  /// max(0, z)
  case relu
  /// log(1 + eᶻ), PyTorch's: z itself above 20.
  case softplus
  /// tanh z
  case tanh
  /// z · Φ(z), Φ the normal distribution's
  case gelu

  /// Is σ′(z) kept beside σ(z) for the way back, since σ(z) does not determine it?
  @inlinable public var keepsSlope: Bool {
    switch self {
    case .relu, .softplus, .tanh: false
    case .gelu: true
    }
  }

  /// Its name.
  public var description: String { rawValue }
}
