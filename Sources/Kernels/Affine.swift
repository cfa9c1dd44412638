import Math

/// An epilogue alone: y = epilogue(z).
private struct EpilogueAlone<S: KernelSet>: EpilogueUse {
  let z: UnsafePointer<S.Scalar>
  let y: UnsafeMutablePointer<S.Scalar>
  let gates: UnsafeMutablePointer<S.Scalar>?
  let count: Int

  @inline(__always) func run<F: AffineFinish>(_: F.Type) {
    S.finish(z, y, gates, count, F.self)
  }
}

/// A map in two loops: W x + b into y, then the epilogue over y.
private struct AffineInTwo<S: KernelSet>: EpilogueUse {
  let map: AffineMap<S.Scalar>
  let blocks: Int

  @inline(__always) func run<F: AffineFinish>(_: F.Type) {
    S.affine(map, blocks, then: F.self)
  }
}

extension KernelSet {
  static func affine(_ map: AffineMap<Scalar>, blocks: Int) {
    switch map.epilogue {
    case .none: affineTiles(map, blocks, Plain.self)
    case .accumulate: affineTiles(map, blocks, Accumulate.self)
    case .activation(.relu): affineTiles(map, blocks, Activate<ReLU>.self)
    case .gate(.relu): affineTiles(map, blocks, Gate<ReLU>.self)
    // Epilogues longer than a load and a store get their own loop. In the map's loops they would be
    // compiled once for each sum of each kind of tile: no faster, and most of the compile time.
    default: map.epilogue.chosen(for: AffineInTwo<Self>(map: map, blocks: blocks))
    }
  }

  @inline(never) fileprivate static func affine<F: AffineFinish>(
    _ map: AffineMap<Scalar>, _ blocks: Int, then _: F.Type
  ) {
    affineTiles(map, blocks, Plain.self)
    let pitch = (map.outputPitch ?? blocks) &* registersPerVector
    let y = registers(map.y)
    for output in 0..<map.outputs {
      for k in output &* pitch..<output &* pitch &+ blocks &* registersPerVector {
        F.store(y[k], map, k, Self.self)
      }
    }
  }

  static func apply(
    _ epilogue: AffineEpilogue, to z: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>,
    gates: UnsafeMutablePointer<Scalar>?, count: Int
  ) {
    epilogue.chosen(for: EpilogueAlone<Self>(z: z, y: y, gates: gates, count: count))
  }

  @inline(never) fileprivate static func finish<F: AffineFinish>(
    _ z: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>,
    _ gates: UnsafeMutablePointer<Scalar>?, _ count: Int, _: F.Type
  ) {
    let z = registers(z)
    for k in 0..<count / Register.scalarCount { F.store(z[k], y, gates, k, Self.self) }
  }

  @inline(__always) static func transpose(
    _ source: UnsafePointer<Scalar>, rows: Int, columns: Int, stride: Int,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    for r in 0..<rows {
      for c in 0..<columns { result[c &* rows &+ r] = source[r &* stride &+ c] }
    }
  }
}

/// An epilogue as a type, known to the compiler.
protocol AffineFinish {
  static var keepsSlope: Bool { get }
  /// Finishes z and stores it as register k of y.
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

/// Code that is compiled once for each epilogue's type.
protocol EpilogueUse {
  associatedtype Result
  func run<F: AffineFinish>(_: F.Type) -> Result
}

extension AffineEpilogue {
  /// Runs the copy of `use` that is compiled for this epilogue, so loops contain no choice.
  /// (Closures in the loops would be called through pointers, with vectors cut in halves.)
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
    case .activation(.silu): use.run(Activate<SiLU>.self)
    case .gate(.silu): use.run(Gate<SiLU>.self)
    case .activation(.elu): use.run(Activate<ELU>.self)
    case .gate(.elu): use.run(Gate<ELU>.self)
    case .activation(.sin): use.run(Activate<Sine>.self)
    case .gate(.sin): use.run(Gate<Sine>.self)
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
