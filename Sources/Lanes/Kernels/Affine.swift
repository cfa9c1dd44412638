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

/// y = epilogue(W x + b) for a batch: inputs and outputs feature-major, weights *input-major*: the weights from one
/// input to all outputs are neighbours, so that a register tile of several outputs reads them with one address.
///
/// PyTorch's row-major (outputs × inputs) weight is input-major for the pullback Wᵀ as it stands; the forward map takes a
/// transposed copy, made once a solve (`transpose`).
public struct AffineMap<Scalar: LaneScalar> {
  /// outputs × samples, written.
  public var y: UnsafeMutablePointer<Scalar>
  /// inputs × samples.
  public var x: UnsafePointer<Scalar>
  /// The weight to output o from input i is at `i * stride + o`.
  public var weights: UnsafePointer<Scalar>
  /// See `weights`.
  public var stride: Int
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
    stride: Int, bias: UnsafePointer<Scalar>? = nil, outputs: Int, inputs: Int,
    epilogue: AffineEpilogue = .none, gates: UnsafePointer<Scalar>? = nil
  ) {
    self.y = y
    self.x = x
    self.weights = weights
    self.stride = stride
    self.bias = bias
    self.outputs = outputs
    self.inputs = inputs
    self.epilogue = epilogue
    self.gates = gates
  }
}

extension LaneScalar {
  /// y = epilogue(W x + b).
  public static func affine(_ map: AffineMap<Self>, blocks: Int) {
    // One copy of the loops for each epilogue, so that none of them is chosen inside.
    let y = vectors(map.y)
    let gates = map.gates.map { vectors($0) } ?? UnsafePointer(y)
    switch map.epilogue {
    case .none: affineTiles(map, blocks) { z, k in y[k] = z }
    case .relu: affineTiles(map, blocks) { z, k in y[k] = maximum(z, splat(0)) }
    case .softplus: affineTiles(map, blocks) { z, k in y[k] = softplus(z) }
    case .tanh: affineTiles(map, blocks) { z, k in y[k] = hyperbolicTangent(z) }
    case .accumulate: affineTiles(map, blocks) { z, k in y[k] = add(y[k], z) }
    case .reluGate: affineTiles(map, blocks) { z, k in y[k] = gated(z, where: gates[k]) }
    case .softplusGate:
      affineTiles(map, blocks) { z, k in
        let e = exponential(ofNonpositive: subtract(splat(0), gates[k]))
        y[k] = multiply(z, subtract(splat(1), e))
      }
    case .tanhGate:
      affineTiles(map, blocks) { z, k in
        let h = gates[k]
        y[k] = multiply(z, subtract(splat(1), multiply(h, h)))
      }
    }
  }

  /// result (columns × rows) = the transpose of `rows × columns` numbers, row r starting at `r * stride`.
  public static func transpose(
    _ source: UnsafePointer<Self>, rows: Int, columns: Int, stride: Int,
    into result: UnsafeMutablePointer<Self>
  ) {
    for r in 0..<rows {
      for c in 0..<columns { result[c &* rows &+ r] = source[r &* stride &+ c] }
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

  /// Register tiles of 6 outputs × 2 vectors: twelve sums in flight hide the latency of two fused multiply-adds a cycle,
  /// and with two inputs and a broadcast weight they fit the sixteen registers of AVX2. Outputs and vectors that are left
  /// over go through tiles of about as many sums.
  @inline(__always) private static func affineTiles(
    _ map: AffineMap<Self>, _ blocks: Int, _ finish: (Lanes, Int) -> Void
  ) {
    var output = 0
    while output &+ 6 <= map.outputs {
      var block = 0
      while block &+ 2 <= blocks {
        tile6x2(map, output, block, blocks, finish)
        block &+= 2
      }
      if block < blocks { tile6x1(map, output, block, blocks, finish) }
      output &+= 6
    }
    while output &+ 2 <= map.outputs {
      var block = 0
      while block &+ 4 <= blocks {
        tile2x4(map, output, block, blocks, finish)
        block &+= 4
      }
      while block < blocks {
        tile2x1(map, output, block, blocks, finish)
        block &+= 1
      }
      output &+= 2
    }
    if output < map.outputs {
      var block = 0
      while block &+ 4 <= blocks {
        tile1x4(map, output, block, blocks, finish)
        block &+= 4
      }
      while block < blocks {
        tile1x1(map, output, block, blocks, finish)
        block &+= 1
      }
    }
  }

  @inline(__always) private static func start(_ map: AffineMap<Self>, _ output: Int) -> Lanes {
    map.bias.map { splat($0[output]) } ?? splat(0)
  }

  @inline(__always) private static func tile6x2(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int, _ blocks: Int,
    _ finish: (Lanes, Int) -> Void
  ) {
    var a0 = start(map, output)
    var b0 = a0
    var a1 = start(map, output &+ 1)
    var b1 = a1
    var a2 = start(map, output &+ 2)
    var b2 = a2
    var a3 = start(map, output &+ 3)
    var b3 = a3
    var a4 = start(map, output &+ 4)
    var b4 = a4
    var a5 = start(map, output &+ 5)
    var b5 = a5
    var x = vectors(map.x) + block
    var w = map.weights + output
    for _ in 0..<map.inputs {
      let xa = x[0]
      let xb = x[1]
      let w0 = splat(w[0])
      a0 = fma(w0, xa, a0)
      b0 = fma(w0, xb, b0)
      let w1 = splat(w[1])
      a1 = fma(w1, xa, a1)
      b1 = fma(w1, xb, b1)
      let w2 = splat(w[2])
      a2 = fma(w2, xa, a2)
      b2 = fma(w2, xb, b2)
      let w3 = splat(w[3])
      a3 = fma(w3, xa, a3)
      b3 = fma(w3, xb, b3)
      let w4 = splat(w[4])
      a4 = fma(w4, xa, a4)
      b4 = fma(w4, xb, b4)
      let w5 = splat(w[5])
      a5 = fma(w5, xa, a5)
      b5 = fma(w5, xb, b5)
      x += blocks
      w += map.stride
    }
    var k = output &* blocks &+ block
    finish(a0, k)
    finish(b0, k &+ 1)
    k &+= blocks
    finish(a1, k)
    finish(b1, k &+ 1)
    k &+= blocks
    finish(a2, k)
    finish(b2, k &+ 1)
    k &+= blocks
    finish(a3, k)
    finish(b3, k &+ 1)
    k &+= blocks
    finish(a4, k)
    finish(b4, k &+ 1)
    k &+= blocks
    finish(a5, k)
    finish(b5, k &+ 1)
  }

  @inline(__always) private static func tile6x1(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int, _ blocks: Int,
    _ finish: (Lanes, Int) -> Void
  ) {
    var a0 = start(map, output)
    var a1 = start(map, output &+ 1)
    var a2 = start(map, output &+ 2)
    var a3 = start(map, output &+ 3)
    var a4 = start(map, output &+ 4)
    var a5 = start(map, output &+ 5)
    var x = vectors(map.x) + block
    var w = map.weights + output
    for _ in 0..<map.inputs {
      let xa = x[0]
      a0 = fma(splat(w[0]), xa, a0)
      a1 = fma(splat(w[1]), xa, a1)
      a2 = fma(splat(w[2]), xa, a2)
      a3 = fma(splat(w[3]), xa, a3)
      a4 = fma(splat(w[4]), xa, a4)
      a5 = fma(splat(w[5]), xa, a5)
      x += blocks
      w += map.stride
    }
    var k = output &* blocks &+ block
    finish(a0, k)
    k &+= blocks
    finish(a1, k)
    k &+= blocks
    finish(a2, k)
    k &+= blocks
    finish(a3, k)
    k &+= blocks
    finish(a4, k)
    k &+= blocks
    finish(a5, k)
  }

  @inline(__always) private static func tile2x4(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int, _ blocks: Int,
    _ finish: (Lanes, Int) -> Void
  ) {
    var a0 = start(map, output)
    var a1 = a0
    var a2 = a0
    var a3 = a0
    var b0 = start(map, output &+ 1)
    var b1 = b0
    var b2 = b0
    var b3 = b0
    var x = vectors(map.x) + block
    var w = map.weights + output
    for _ in 0..<map.inputs {
      let w0 = splat(w[0])
      let w1 = splat(w[1])
      a0 = fma(w0, x[0], a0)
      b0 = fma(w1, x[0], b0)
      a1 = fma(w0, x[1], a1)
      b1 = fma(w1, x[1], b1)
      a2 = fma(w0, x[2], a2)
      b2 = fma(w1, x[2], b2)
      a3 = fma(w0, x[3], a3)
      b3 = fma(w1, x[3], b3)
      x += blocks
      w += map.stride
    }
    var k = output &* blocks &+ block
    finish(a0, k)
    finish(a1, k &+ 1)
    finish(a2, k &+ 2)
    finish(a3, k &+ 3)
    k &+= blocks
    finish(b0, k)
    finish(b1, k &+ 1)
    finish(b2, k &+ 2)
    finish(b3, k &+ 3)
  }

  @inline(__always) private static func tile2x1(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int, _ blocks: Int,
    _ finish: (Lanes, Int) -> Void
  ) {
    var a = start(map, output)
    var b = start(map, output &+ 1)
    var x = vectors(map.x) + block
    var w = map.weights + output
    for _ in 0..<map.inputs {
      a = fma(splat(w[0]), x[0], a)
      b = fma(splat(w[1]), x[0], b)
      x += blocks
      w += map.stride
    }
    finish(a, output &* blocks &+ block)
    finish(b, (output &+ 1) &* blocks &+ block)
  }

  @inline(__always) private static func tile1x4(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int, _ blocks: Int,
    _ finish: (Lanes, Int) -> Void
  ) {
    var a0 = start(map, output)
    var a1 = a0
    var a2 = a0
    var a3 = a0
    var x = vectors(map.x) + block
    var w = map.weights + output
    for _ in 0..<map.inputs {
      let weight = splat(w[0])
      a0 = fma(weight, x[0], a0)
      a1 = fma(weight, x[1], a1)
      a2 = fma(weight, x[2], a2)
      a3 = fma(weight, x[3], a3)
      x += blocks
      w += map.stride
    }
    let k = output &* blocks &+ block
    finish(a0, k)
    finish(a1, k &+ 1)
    finish(a2, k &+ 2)
    finish(a3, k &+ 3)
  }

  @inline(__always) private static func tile1x1(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int, _ blocks: Int,
    _ finish: (Lanes, Int) -> Void
  ) {
    var a = start(map, output)
    var x = vectors(map.x) + block
    var w = map.weights + output
    for _ in 0..<map.inputs {
      a = fma(splat(w[0]), x[0], a)
      x += blocks
      w += map.stride
    }
    finish(a, output &* blocks &+ block)
  }
}
