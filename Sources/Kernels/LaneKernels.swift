import LaneOperands

/// A set's kernels: what `KernelSet` requires, each an algorithm that is generic here and compiled
/// for the registers of the type that conforms. Those types bring their registers (`LaneArithmetic`)
/// and this.
public protocol LaneKernels: KernelSet {
  /// The kernels with an epilogue, of an activation.
  static func kernels(of activation: Activation) -> ActivationKernels<Self>
}

extension LaneKernels {
  /// Lanes of a register.
  public static var registerLanes: Int { Register.scalarCount }
}
