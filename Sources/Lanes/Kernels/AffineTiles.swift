/// The register tiles that an affine map is cut into.
extension LaneScalar {
  /// Register tiles of 6 outputs × 2 vectors: twelve sums in flight hide the latency of two fused multiply-adds a cycle,
  /// and with two inputs and a broadcast weight they fit the sixteen registers of AVX2. Outputs and vectors that are left
  /// over go through tiles of about as many sums.
  @inline(__always) static func affineTiles<F: AffineFinish>(
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
