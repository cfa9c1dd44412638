/// What is done with a result, known to the compiler.
protocol AffineFinish {
  /// Stores a result as vector k of y.
  static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type)
}

extension AffineFinish {
  @inline(__always) static func gate<S: LaneScalar>(
    _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int
  ) -> S.Register {
    // A map with a gate and no values for it multiplies by those of its own output.
    S.registers(gates ?? UnsafePointer(y))[k]
  }

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

enum ReLU: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    S.registers(y)[k] = S.maximum(z, S.splat(0))
  }
}

enum Softplus: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    S.registers(y)[k] = S.softplus(z)
  }
}

enum Tanh: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    S.registers(y)[k] = S.hyperbolicTangent(z)
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

enum ReLUGate: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    S.registers(y)[k] = S.gated(z, where: gate(y, gates, k))
  }
}

enum SoftplusGate: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    let e = S.exponential(ofNonpositive: S.subtract(S.splat(0), gate(y, gates, k)))
    S.registers(y)[k] = S.multiply(z, S.subtract(S.splat(1), e))
  }
}

enum TanhGate: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Register, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    let h = gate(y, gates, k)
    S.registers(y)[k] = S.multiply(z, S.subtract(S.splat(1), S.multiply(h, h)))
  }
}
