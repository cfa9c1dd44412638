/// The elementwise nonlinearity between the maps of a vector field. To add one: a case here, a
/// `LaneActivation` in Kernels, and the switches the compiler then complains about.
public enum Activation: String, CaseIterable, Sendable, CustomStringConvertible {
  /// max(0, z)
  case relu
  /// log(1 + eᶻ); as in PyTorch, z itself above 20.
  case softplus
  /// tanh z
  case tanh
  /// z · Φ(z), Φ the normal distribution function
  case gelu
  /// z / (1 + e⁻ᶻ), also called swish
  case silu
  /// z above 0, eᶻ − 1 below
  case elu
  /// sin z
  case sin

  /// The name.
  public var description: String { rawValue }
}
