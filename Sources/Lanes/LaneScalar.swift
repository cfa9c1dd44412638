@_exported import LaneOperands

/// A floating-point type that models compute in, with the kernels that were chosen for this machine.
///
/// Which they are changes speed and nothing else (see `LaneArithmetic`).
public protocol LaneScalar: LaneNumber {
  /// The kernels for this type.
  static var kernels: any KernelSet<Self>.Type { get }
}

extension Float: LaneScalar {
  /// The kernels for this type.
  public static let kernels = KernelChoice.current.float
}

extension Double: LaneScalar {
  /// The kernels for this type.
  public static let kernels = KernelChoice.current.double
}
