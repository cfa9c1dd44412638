/// What an affine map does with its result before storing it.
public enum AffineEpilogue: Sendable {
  /// z
  case none
  /// max(0, z)
  case relu
  /// log(1 + eᶻ); z itself above 20, as PyTorch has it
  case softplus
  /// tanh z
  case tanh
  /// z · act′, from the activation's *value* h in `gates`: for ReLU, where h > 0
  case reluGate
  /// z · σ, with σ = 1 − e⁻ʰ for softplus's value h
  case softplusGate
  /// z · (1 − h²) for tanh's value h
  case tanhGate
  /// z + what was stored before
  case accumulate
}

/// y = epilogue(W x + b) for a batch: `outputs × inputs` weights, inputs and outputs feature-major.
///
/// Strides let one kernel serve W (rows of a row-major matrix), a part of its columns, and Wᵀ (pullbacks).
public struct AffineMap<Scalar: LaneScalar> {
  /// outputs × samples, written.
  public var y: UnsafeMutablePointer<Scalar>
  /// inputs × samples.
  public var x: UnsafePointer<Scalar>
  /// Weight of output o from input i is at `o * rowStride + i * columnStride`.
  public var weights: UnsafePointer<Scalar>
  /// See `weights`.
  public var rowStride: Int
  /// See `weights`.
  public var columnStride: Int
  /// One number an output, or nil for none.
  public var bias: UnsafePointer<Scalar>?
  /// Numbers to an output sample.
  public var outputs: Int
  /// Numbers to an input sample.
  public var inputs: Int
  /// What to do with W x + b.
  public var epilogue: AffineEpilogue
  /// Activations' values for the gates, outputs × samples.
  public var gates: UnsafePointer<Scalar>?

  /// A map; see the properties.
  public init(
    y: UnsafeMutablePointer<Scalar>, x: UnsafePointer<Scalar>, weights: UnsafePointer<Scalar>,
    rowStride: Int, columnStride: Int = 1, bias: UnsafePointer<Scalar>? = nil, outputs: Int,
    inputs: Int, epilogue: AffineEpilogue = .none, gates: UnsafePointer<Scalar>? = nil
  ) {
    self.y = y
    self.x = x
    self.weights = weights
    self.rowStride = rowStride
    self.columnStride = columnStride
    self.bias = bias
    self.outputs = outputs
    self.inputs = inputs
    self.epilogue = epilogue
    self.gates = gates
  }
}

extension LaneScalar {
  /// y = epilogue(W x + b).
  ///
  /// Register tiles of 4 outputs × 2 vectors: eight sums in flight hide the latency of two fused multiply-adds a
  /// cycle, and with two inputs and a broadcast weight they fit the sixteen registers of AVX2.
  public static func affine(_ map: AffineMap<Self>, blocks: Int) {
    var output = 0
    while output + 4 <= map.outputs {
      var block = 0
      while block + 2 <= blocks {
        affineTile4x2(map, output, block, blocks)
        block += 2
      }
      if block < blocks { affineTile4x1(map, output, block, blocks) }
      output += 4
    }
    while output < map.outputs {
      var block = 0
      while block + 4 <= blocks {
        affineTile1x4(map, output, block, blocks)
        block += 4
      }
      while block < blocks {
        affineTile1x1(map, output, block, blocks)
        block += 1
      }
      output += 1
    }
  }

  @inline(__always) static func vectors(
    _ p: UnsafePointer<Self>
  ) -> UnsafePointer<Lanes> {
    UnsafeRawPointer(p).assumingMemoryBound(to: Lanes.self)
  }

  @inline(__always) static func vectors(
    _ p: UnsafeMutablePointer<Self>
  ) -> UnsafeMutablePointer<Lanes> {
    UnsafeMutableRawPointer(p).assumingMemoryBound(to: Lanes.self)
  }

  @inline(__always) static func start(_ map: AffineMap<Self>, _ output: Int) -> Lanes {
    map.bias.map { splat($0[output]) } ?? splat(0)
  }

  @inline(__always) static func store(
    _ map: AffineMap<Self>, _ z: Lanes, _ index: Int
  ) {
    let y = vectors(map.y)
    switch map.epilogue {
    case .none: y[index] = z
    case .relu: y[index] = maximum(z, splat(0))
    case .softplus: y[index] = softplus(z)
    case .tanh: y[index] = hyperbolicTangent(z)
    case .accumulate: y[index] = add(y[index], z)
    case .reluGate:
      if let gates = map.gates { y[index] = gated(z, where: vectors(gates)[index]) }
    case .softplusGate:
      if let gates = map.gates {
        let h = vectors(gates)[index]
        y[index] = multiply(
          z, subtract(splat(1), exponential(ofNonpositive: subtract(splat(0), h))))
      }
    case .tanhGate:
      if let gates = map.gates {
        let h = vectors(gates)[index]
        y[index] = multiply(z, subtract(splat(1), multiply(h, h)))
      }
    }
  }

  @inline(__always) private static func affineTile4x2(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int, _ blocks: Int
  ) {
    var a0 = start(map, output)
    var b0 = a0
    var a1 = start(map, output + 1)
    var b1 = a1
    var a2 = start(map, output + 2)
    var b2 = a2
    var a3 = start(map, output + 3)
    var b3 = a3
    var x = vectors(map.x) + block
    var w = map.weights + output * map.rowStride
    let row = map.rowStride
    for _ in 0..<map.inputs {
      let xa = x[0]
      let xb = x[1]
      let w0 = splat(w[0])
      a0 = fma(w0, xa, a0)
      b0 = fma(w0, xb, b0)
      let w1 = splat(w[row])
      a1 = fma(w1, xa, a1)
      b1 = fma(w1, xb, b1)
      let w2 = splat(w[2 * row])
      a2 = fma(w2, xa, a2)
      b2 = fma(w2, xb, b2)
      let w3 = splat(w[3 * row])
      a3 = fma(w3, xa, a3)
      b3 = fma(w3, xb, b3)
      x += blocks
      w += map.columnStride
    }
    let index = output * blocks + block
    store(map, a0, index)
    store(map, b0, index + 1)
    store(map, a1, index + blocks)
    store(map, b1, index + blocks + 1)
    store(map, a2, index + 2 * blocks)
    store(map, b2, index + 2 * blocks + 1)
    store(map, a3, index + 3 * blocks)
    store(map, b3, index + 3 * blocks + 1)
  }

  @inline(__always) private static func affineTile4x1(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int, _ blocks: Int
  ) {
    var a0 = start(map, output)
    var a1 = start(map, output + 1)
    var a2 = start(map, output + 2)
    var a3 = start(map, output + 3)
    var x = vectors(map.x) + block
    var w = map.weights + output * map.rowStride
    let row = map.rowStride
    for _ in 0..<map.inputs {
      let xa = x[0]
      a0 = fma(splat(w[0]), xa, a0)
      a1 = fma(splat(w[row]), xa, a1)
      a2 = fma(splat(w[2 * row]), xa, a2)
      a3 = fma(splat(w[3 * row]), xa, a3)
      x += blocks
      w += map.columnStride
    }
    let index = output * blocks + block
    store(map, a0, index)
    store(map, a1, index + blocks)
    store(map, a2, index + 2 * blocks)
    store(map, a3, index + 3 * blocks)
  }

  @inline(__always) private static func affineTile1x4(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int, _ blocks: Int
  ) {
    var a0 = start(map, output)
    var a1 = a0
    var a2 = a0
    var a3 = a0
    var x = vectors(map.x) + block
    var w = map.weights + output * map.rowStride
    for _ in 0..<map.inputs {
      let weight = splat(w[0])
      a0 = fma(weight, x[0], a0)
      a1 = fma(weight, x[1], a1)
      a2 = fma(weight, x[2], a2)
      a3 = fma(weight, x[3], a3)
      x += blocks
      w += map.columnStride
    }
    let index = output * blocks + block
    store(map, a0, index)
    store(map, a1, index + 1)
    store(map, a2, index + 2)
    store(map, a3, index + 3)
  }

  @inline(__always) private static func affineTile1x1(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int, _ blocks: Int
  ) {
    var a = start(map, output)
    var x = vectors(map.x) + block
    var w = map.weights + output * map.rowStride
    for _ in 0..<map.inputs {
      a = fma(splat(w[0]), x[0], a)
      x += blocks
      w += map.columnStride
    }
    store(map, a, output * blocks + block)
  }
}
