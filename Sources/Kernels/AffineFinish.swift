import LaneOperands

/// What is done with a result, known to the compiler.
protocol AffineFinish {
  /// Does an activation of it keep its slope?
  static var keepsSlope: Bool { get }
  /// Stores a result as vector k of y.
  static func store<S: LaneArithmetic>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S.Scalar>, _ gates: UnsafeMutablePointer<S.Scalar>?,
    _ k: Int, _: S.Type)
}

extension AffineFinish {
  @inline(__always) static var keepsSlope: Bool { false }

  @inline(__always) static func store<S: LaneArithmetic>(
    _ z: S.Register, _ map: AffineMap<S.Scalar>, _ k: Int, _: S.Type
  ) {
    store(z, map.y, map.gates, k, S.self)
  }
}

enum Plain: AffineFinish {
  @inline(__always) static func store<S: LaneArithmetic>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S.Scalar>, _ gates: UnsafeMutablePointer<S.Scalar>?,
    _ k: Int, _: S.Type
  ) {
    S.registers(y)[k] = z
  }
}

enum Accumulate: AffineFinish {
  @inline(__always) static func store<S: LaneArithmetic>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S.Scalar>, _ gates: UnsafeMutablePointer<S.Scalar>?,
    _ k: Int, _: S.Type
  ) {
    let y = S.registers(y)
    y[k] = S.add(y[k], z)
  }
}

/// σ(z)
enum Activate<A: LaneActivation>: AffineFinish {
  @inline(__always) static var keepsSlope: Bool { A.keepsSlope }

  @inline(__always) static func store<S: LaneArithmetic>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S.Scalar>, _ gates: UnsafeMutablePointer<S.Scalar>?,
    _ k: Int, _: S.Type
  ) {
    S.registers(y)[k] = A.value(z, S.self)
    if A.keepsSlope, let gates { S.registers(gates)[k] = A.slope(z, S.self) }
  }
}

/// z · σ′
enum Gate<A: LaneActivation>: AffineFinish {
  @inline(__always) static func store<S: LaneArithmetic>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S.Scalar>, _ gates: UnsafeMutablePointer<S.Scalar>?,
    _ k: Int, _: S.Type
  ) {
    let kept = S.registers(gates.unsafelyUnwrapped)[k]
    S.registers(y)[k] = A.pullback(z, kept: kept, S.self)
  }
}

/// What is done with an epilogue once the compiler knows its type.
protocol EpilogueUse {
  associatedtype Result
  func run<F: AffineFinish>(_: F.Type) -> Result
}

extension AffineEpilogue {
  /// Chooses one copy of what `use` does for each epilogue, so that none of them is chosen inside
  /// loops. (Types, not closures in the loops: those are called through pointers, with vectors cut
  /// in halves.)
  @inline(__always) func chosen<Use: EpilogueUse>(for use: Use) -> Use.Result {
    switch self {
    case .none: use.run(Plain.self)
    case .accumulate: use.run(Accumulate.self)
    case .activation(.relu): use.run(Activate<ReLU>.self)
    case .gate(.relu): use.run(Gate<ReLU>.self)
    case .activation(.softplus): use.run(Activate<Softplus>.self)
    case .gate(.softplus): use.run(Gate<Softplus>.self)
    case .activation(.tanh): use.run(Activate<Tanh>.self)
    case .gate(.tanh): use.run(Gate<Tanh>.self)
    case .activation(.gelu): use.run(Activate<GELU>.self)
    case .gate(.gelu): use.run(Gate<GELU>.self)
    }
  }
}

private struct KeepsSlope: EpilogueUse {
  func run<F: AffineFinish>(_: F.Type) -> Bool { F.keepsSlope }
}

extension KernelSet {
  static func keepsSlope(_ activation: Activation) -> Bool {
    AffineEpilogue.activation(activation).chosen(for: KeepsSlope())
  }
}
