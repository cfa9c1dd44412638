/// What is done with a result, known to the compiler.
protocol AffineFinish {
  /// Stores a result as vector k of y.
  static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type)
}

extension AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Register, _ map: AffineMap<S>, _ k: Int, _: S.Type
  ) {
    store(z, map.y, map.gates, k, S.self)
  }
}

enum Plain: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    S.registers(y)[k] = z
  }
}

enum Accumulate: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    let y = S.registers(y)
    y[k] = S.add(y[k], z)
  }
}

/// σ(z)
enum Activate<A: LaneActivation>: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    S.registers(y)[k] = A.value(z, S.self)
  }
}

/// z · σ′
enum Gate<A: LaneActivation>: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    // A map with a gate and no values for it multiplies by those of its own output.
    let h = S.registers(gates ?? UnsafePointer(y))[k]
    S.registers(y)[k] = A.pullback(z, value: h, S.self)
  }
}

/// A kernel of which there is a copy for each epilogue, so that none of them is chosen inside its loops. (A type with a
/// generic method, not a closure: those are called through pointers, with vectors cut in halves.)
protocol EpilogueKernel {
  func run<F: AffineFinish>(_: F.Type)
}

extension AffineEpilogue {
  /// Runs the kernel's copy for this epilogue.
  @inline(__always) func run<K: EpilogueKernel>(_ kernel: K) {
    switch self {
    case .none: kernel.run(Plain.self)
    case .accumulate: kernel.run(Accumulate.self)
    case .activation(.relu): kernel.run(Activate<ReLU>.self)
    case .gate(.relu): kernel.run(Gate<ReLU>.self)
    case .activation(.softplus): kernel.run(Activate<Softplus>.self)
    case .gate(.softplus): kernel.run(Gate<Softplus>.self)
    case .activation(.tanh): kernel.run(Activate<Tanh>.self)
    case .gate(.tanh): kernel.run(Gate<Tanh>.self)
    }
  }
}
