import Math

// `KernelSet` is required of two types, and met by algorithms that are generic over
// `LaneArithmetic`. Neither is public: of what is public the compiler keeps a generic form, too,
// that nobody calls.

/// The kernels for Float, compiled for this module's kind of processor.
public var floatKernels: any KernelSet<Float>.Type { FloatLanes.self }

/// The kernels for Double, compiled for this module's kind of processor.
public var doubleKernels: any KernelSet<Double>.Type { DoubleLanes.self }

extension KernelSet {
  static var registerLanes: Int { Register.scalarCount }
}
