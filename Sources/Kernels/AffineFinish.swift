import LaneOperands

/// What is done with a result, known to the compiler.
protocol AffineFinish {
  /// Stores a result as vector k of y.
  static func store<S: LaneArithmetic>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S.Scalar>, _ gates: UnsafeMutablePointer<S.Scalar>?,
    _ k: Int,
    _: S.Type)
}

extension AffineFinish {
  @inline(__always) static func store<S: LaneArithmetic>(
    _ z: S.Register, _ map: AffineMap<S.Scalar>, _ k: Int, _: S.Type
  ) {
    store(z, map.y, map.gates, k, S.self)
  }
}

enum Plain: AffineFinish {
  @inline(__always) static func store<S: LaneArithmetic>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S.Scalar>, _ gates: UnsafeMutablePointer<S.Scalar>?,
    _ k: Int,
    _: S.Type
  ) {
    S.registers(y)[k] = z
  }
}

enum Accumulate: AffineFinish {
  @inline(__always) static func store<S: LaneArithmetic>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S.Scalar>, _ gates: UnsafeMutablePointer<S.Scalar>?,
    _ k: Int,
    _: S.Type
  ) {
    let y = S.registers(y)
    y[k] = S.add(y[k], z)
  }
}

/// σ(z)
enum Activate<A: LaneActivation>: AffineFinish {
  @inline(__always) static func store<S: LaneArithmetic>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S.Scalar>, _ gates: UnsafeMutablePointer<S.Scalar>?,
    _ k: Int,
    _: S.Type
  ) {
    S.registers(y)[k] = A.value(z, S.self)
    if A.activation.keepsSlope, let gates { S.registers(gates)[k] = A.slope(z, S.self) }
  }
}

/// z · σ′
enum Gate<A: LaneActivation>: AffineFinish {
  @inline(__always) static func store<S: LaneArithmetic>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S.Scalar>, _ gates: UnsafeMutablePointer<S.Scalar>?,
    _ k: Int,
    _: S.Type
  ) {
    let kept = S.registers(gates.unsafelyUnwrapped)[k]
    S.registers(y)[k] = A.pullback(z, kept: kept, S.self)
  }
}
