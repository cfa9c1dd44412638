import Math

// Two types conform to `KernelSet`, by algorithms that are generic over `LaneArithmetic`. None of
// that is public: the compiler would keep an unused generic copy of public code.

#if !hasFeature(Embedded)
  /// The kernels for Float, compiled for this module's kind of processor.
  public var floatKernels: any KernelSet<Float>.Type { FloatLanes.self }

  /// The kernels for Double, compiled for this module's kind of processor.
  public var doubleKernels: any KernelSet<Double>.Type { DoubleLanes.self }
#endif

extension KernelSet {
  static var registerLanes: Int { Register.scalarCount }
}
