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
  /// Vectors from one input to the next; nil where inputs follow each other without a gap. With a pitch a map works on
  /// some columns of a wider matrix: one row of the pixels of an image.
  public var inputPitch: Int?
  /// Vectors from one output (and its gates) to the next; nil where they follow each other without a gap.
  public var outputPitch: Int?

  /// A map; see the properties.
  public init(
    y: UnsafeMutablePointer<Scalar>, x: UnsafePointer<Scalar>, weights: UnsafePointer<Scalar>,
    stride: Int, bias: UnsafePointer<Scalar>? = nil, outputs: Int, inputs: Int,
    epilogue: AffineEpilogue = .none, gates: UnsafePointer<Scalar>? = nil,
    inputPitch: Int? = nil, outputPitch: Int? = nil
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
    self.inputPitch = inputPitch
    self.outputPitch = outputPitch
  }
}

/// What is done with a result, known to the compiler.
protocol AffineFinish {
  /// Stores a result as vector k of y.
  static func store<S: LaneScalar>(
    _ z: S.Lanes, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type)
}

extension AffineFinish {
  @inline(__always) fileprivate static func gate<S: LaneScalar>(
    _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int
  ) -> S.Lanes {
    // A map with a gate and no values for it multiplies by those of its own output.
    S.vectors(gates ?? UnsafePointer(y))[k]
  }

  @inline(__always) fileprivate static func store<S: LaneScalar>(
    _ z: S.Lanes, _ map: AffineMap<S>, _ k: Int, _: S.Type
  ) {
    store(z, map.y, map.gates, k, S.self)
  }
}

enum Plain: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Lanes, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    S.vectors(y)[k] = z
  }
}

enum ReLU: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Lanes, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    S.vectors(y)[k] = S.maximum(z, S.splat(0))
  }
}

enum Softplus: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Lanes, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    S.vectors(y)[k] = S.softplus(z)
  }
}

enum Tanh: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Lanes, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    S.vectors(y)[k] = S.hyperbolicTangent(z)
  }
}

enum Accumulate: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Lanes, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    let y = S.vectors(y)
    y[k] = S.add(y[k], z)
  }
}

enum ReLUGate: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Lanes, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    S.vectors(y)[k] = S.gated(z, where: gate(y, gates, k))
  }
}

enum SoftplusGate: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Lanes, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    let e = S.exponential(ofNonpositive: S.subtract(S.splat(0), gate(y, gates, k)))
    S.vectors(y)[k] = S.multiply(z, S.subtract(S.splat(1), e))
  }
}

enum TanhGate: AffineFinish {
  @inline(__always) static func store<S: LaneScalar>(
    _ z: S.Lanes, _ y: UnsafeMutablePointer<S>, _ gates: UnsafePointer<S>?, _ k: Int, _: S.Type
  ) {
    let h = gate(y, gates, k)
    S.vectors(y)[k] = S.multiply(z, S.subtract(S.splat(1), S.multiply(h, h)))
  }
}

extension LaneScalar {
  /// y = epilogue(W x + b).
  public static func affine(_ map: AffineMap<Self>, blocks: Int) {
    // One copy of the loops for each epilogue, so that none of them is chosen inside. (Types, not closures: those are
    // called through pointers, with vectors cut in halves.)
    switch map.epilogue {
    case .none: affineTiles(map, blocks, Plain.self)
    case .relu: affineTiles(map, blocks, ReLU.self)
    case .softplus: affineTiles(map, blocks, Softplus.self)
    case .tanh: affineTiles(map, blocks, Tanh.self)
    case .accumulate: affineTiles(map, blocks, Accumulate.self)
    case .reluGate: affineTiles(map, blocks, ReLUGate.self)
    case .softplusGate: affineTiles(map, blocks, SoftplusGate.self)
    case .tanhGate: affineTiles(map, blocks, TanhGate.self)
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
  @inline(__always) private static func affineTiles<F: AffineFinish>(
    _ map: AffineMap<Self>, _ blocks: Int, _: F.Type
  ) {
    let pitch = (input: map.inputPitch ?? blocks, output: map.outputPitch ?? blocks)
    // From few inputs storing costs as much as computing, and a loop over them more than both.
    switch map.inputs {
    case 1: return narrow(1, map, blocks, pitch, F.self)
    case 2: return narrow(2, map, blocks, pitch, F.self)
    case 3: return narrow(3, map, blocks, pitch, F.self)
    case 4: return narrow(4, map, blocks, pitch, F.self)
    default: break
    }
    var output = 0
    while output &+ 6 <= map.outputs {
      var block = 0
      while block &+ 2 <= blocks {
        tile6x2(map, output, block, pitch, F.self)
        block &+= 2
      }
      if block < blocks { tile6x1(map, output, block, pitch, F.self) }
      output &+= 6
    }
    while output &+ 2 <= map.outputs {
      var block = 0
      while block &+ 4 <= blocks {
        tile2x4(map, output, block, pitch, F.self)
        block &+= 4
      }
      while block < blocks {
        tile2x1(map, output, block, pitch, F.self)
        block &+= 1
      }
      output &+= 2
    }
    if output < map.outputs {
      var block = 0
      while block &+ 4 <= blocks {
        tile1x4(map, output, block, pitch, F.self)
        block &+= 4
      }
      while block < blocks {
        tile1x1(map, output, block, pitch, F.self)
        block &+= 1
      }
    }
  }

  /// n ≤ 4 inputs, n known to the compiler: two vectors of each stay in registers while all outputs pass by.
  @inline(__always) private static func narrow<F: AffineFinish>(
    _ n: Int, _ map: AffineMap<Self>, _ blocks: Int, _ pitch: (input: Int, output: Int), _: F.Type
  ) {
    let x = vectors(map.x)
    var block = 0
    while block < blocks {
      let second = block &+ 1 < blocks ? 1 : 0
      let xa0 = x[block]
      let xb0 = x[block &+ second]
      let xa1 = n > 1 ? x[pitch.input &+ block] : xa0
      let xb1 = n > 1 ? x[pitch.input &+ block &+ second] : xb0
      let xa2 = n > 2 ? x[2 &* pitch.input &+ block] : xa0
      let xb2 = n > 2 ? x[2 &* pitch.input &+ block &+ second] : xb0
      let xa3 = n > 3 ? x[3 &* pitch.input &+ block] : xa0
      let xb3 = n > 3 ? x[3 &* pitch.input &+ block &+ second] : xb0
      for output in 0..<map.outputs {
        let w = map.weights + output
        var a = start(map, output)
        var b = a
        let w0 = splat(w[0])
        a = fma(w0, xa0, a)
        b = fma(w0, xb0, b)
        if n > 1 {
          let w1 = splat(w[map.stride])
          a = fma(w1, xa1, a)
          b = fma(w1, xb1, b)
        }
        if n > 2 {
          let w2 = splat(w[2 &* map.stride])
          a = fma(w2, xa2, a)
          b = fma(w2, xb2, b)
        }
        if n > 3 {
          let w3 = splat(w[3 &* map.stride])
          a = fma(w3, xa3, a)
          b = fma(w3, xb3, b)
        }
        let k = output &* pitch.output &+ block
        F.store(a, map, k, Self.self)
        if second == 1 { F.store(b, map, k &+ 1, Self.self) }
      }
      block &+= 2
    }
  }

  @inline(__always) private static func start(_ map: AffineMap<Self>, _ output: Int) -> Lanes {
    map.bias.map { splat($0[output]) } ?? splat(0)
  }

  @inline(__always) private static func tile6x2<F: AffineFinish>(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int,
    _ pitch: (input: Int, output: Int), _: F.Type
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
      x += pitch.input
      w += map.stride
    }
    var k = output &* pitch.output &+ block
    F.store(a0, map, k, Self.self)
    F.store(b0, map, k &+ 1, Self.self)
    k &+= pitch.output
    F.store(a1, map, k, Self.self)
    F.store(b1, map, k &+ 1, Self.self)
    k &+= pitch.output
    F.store(a2, map, k, Self.self)
    F.store(b2, map, k &+ 1, Self.self)
    k &+= pitch.output
    F.store(a3, map, k, Self.self)
    F.store(b3, map, k &+ 1, Self.self)
    k &+= pitch.output
    F.store(a4, map, k, Self.self)
    F.store(b4, map, k &+ 1, Self.self)
    k &+= pitch.output
    F.store(a5, map, k, Self.self)
    F.store(b5, map, k &+ 1, Self.self)
  }

  @inline(__always) private static func tile6x1<F: AffineFinish>(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int,
    _ pitch: (input: Int, output: Int), _: F.Type
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
      x += pitch.input
      w += map.stride
    }
    var k = output &* pitch.output &+ block
    F.store(a0, map, k, Self.self)
    k &+= pitch.output
    F.store(a1, map, k, Self.self)
    k &+= pitch.output
    F.store(a2, map, k, Self.self)
    k &+= pitch.output
    F.store(a3, map, k, Self.self)
    k &+= pitch.output
    F.store(a4, map, k, Self.self)
    k &+= pitch.output
    F.store(a5, map, k, Self.self)
  }

  @inline(__always) private static func tile2x4<F: AffineFinish>(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int,
    _ pitch: (input: Int, output: Int), _: F.Type
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
      x += pitch.input
      w += map.stride
    }
    var k = output &* pitch.output &+ block
    F.store(a0, map, k, Self.self)
    F.store(a1, map, k &+ 1, Self.self)
    F.store(a2, map, k &+ 2, Self.self)
    F.store(a3, map, k &+ 3, Self.self)
    k &+= pitch.output
    F.store(b0, map, k, Self.self)
    F.store(b1, map, k &+ 1, Self.self)
    F.store(b2, map, k &+ 2, Self.self)
    F.store(b3, map, k &+ 3, Self.self)
  }

  @inline(__always) private static func tile2x1<F: AffineFinish>(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int,
    _ pitch: (input: Int, output: Int), _: F.Type
  ) {
    var a = start(map, output)
    var b = start(map, output &+ 1)
    var x = vectors(map.x) + block
    var w = map.weights + output
    for _ in 0..<map.inputs {
      a = fma(splat(w[0]), x[0], a)
      b = fma(splat(w[1]), x[0], b)
      x += pitch.input
      w += map.stride
    }
    F.store(a, map, output &* pitch.output &+ block, Self.self)
    F.store(b, map, (output &+ 1) &* pitch.output &+ block, Self.self)
  }

  @inline(__always) private static func tile1x4<F: AffineFinish>(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int,
    _ pitch: (input: Int, output: Int), _: F.Type
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
      x += pitch.input
      w += map.stride
    }
    let k = output &* pitch.output &+ block
    F.store(a0, map, k, Self.self)
    F.store(a1, map, k &+ 1, Self.self)
    F.store(a2, map, k &+ 2, Self.self)
    F.store(a3, map, k &+ 3, Self.self)
  }

  @inline(__always) private static func tile1x1<F: AffineFinish>(
    _ map: AffineMap<Self>, _ output: Int, _ block: Int,
    _ pitch: (input: Int, output: Int), _: F.Type
  ) {
    var a = start(map, output)
    var x = vectors(map.x) + block
    var w = map.weights + output
    for _ in 0..<map.inputs {
      a = fma(splat(w[0]), x[0], a)
      x += pitch.input
      w += map.stride
    }
    F.store(a, map, output &* pitch.output &+ block, Self.self)
  }
}
