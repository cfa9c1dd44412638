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

  /// Its name.
  public var description: String { rawValue }
}
