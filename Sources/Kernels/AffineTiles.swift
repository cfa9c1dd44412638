import Math

/// The register tiles that an affine map is cut into.
extension LaneArithmetic {
  /// Tiles are several outputs × several registers of samples. Twelve or sixteen sums in flight
  /// hide the latency of two fused multiply-adds a cycle; with the inputs and a broadcast weight
  /// they fit the sixteen registers of AVX2 or the thirty-two of AVX-512. Leftover outputs and
  /// registers go through other tiles of similar size.
  @inline(never) static func affineTiles<F: AffineFinish>(
    _ map: AffineMap<Scalar>, _ blocks: Int, _: F.Type
  ) {
    let pitch = (
      input: (map.inputPitch ?? blocks) &* registersPerVector,
      output: (map.outputPitch ?? blocks) &* registersPerVector
    )
    let count = blocks &* registersPerVector
    // With few inputs, storing costs as much as computing, and a loop over inputs more than both.
    switch map.inputs {
    case 1: return narrow(1, map, count, pitch, F.self)
    case 2: return narrow(2, map, count, pitch, F.self)
    case 3: return narrow(3, map, count, pitch, F.self)
    case 4: return narrow(4, map, count, pitch, F.self)
    default: break
    }
    // A missing bias is zeros, one per row of a tile.
    withUnsafePointer(to: SIMD8<Scalar>()) { zeros in
      let zeros = UnsafeRawPointer(zeros).assumingMemoryBound(to: Scalar.self)
      var output = 0
      #if ANODE_WIDE
        output = strips(
          EightRows<RowOfTwo<Self>>.self, EightRows<RowOfOne<Self>>.self, map, zeros, output, count,
          pitch, F.self)
      #else
        output = strips(
          SixRows<RowOfTwo<Self>>.self, SixRows<RowOfOne<Self>>.self, map, zeros, output, count,
          pitch, F.self)
      #endif
      output = strips(
        TwoRows<RowOfFour<Self>>.self, TwoRows<RowOfOne<Self>>.self, map, zeros, output, count,
        pitch, F.self)
      _ = strips(
        RowOfFour<Self>.self, RowOfOne<Self>.self, map, zeros, output, count, pitch, F.self)
    }
  }

  /// Outputs from `first` while tiles fit: wide tiles, and narrow ones for leftover registers. Each
  /// kind of tile gets its own function, since compile time grows faster than a loop's length.
  ///
  /// - Returns: the first output not done.
  @inline(never)
  private static func strips<
    Wide: RegisterTile<Self>, Narrow: RegisterTile<Self>, F: AffineFinish
  >(
    _: Wide.Type, _: Narrow.Type, _ map: AffineMap<Scalar>, _ zeros: UnsafePointer<Scalar>,
    _ first: Int, _ count: Int, _ pitch: (input: Int, output: Int), _: F.Type
  ) -> Int {
    var output = first
    while output &+ Wide.height <= map.outputs {
      let bias = map.bias.map { $0 + output } ?? zeros
      let k = tiles(Wide.self, map, bias, output, 0, count, pitch, F.self)
      _ = tiles(Narrow.self, map, bias, output, k, count, pitch, F.self)
      output &+= Wide.height
    }
    return output
  }

  /// A tile's outputs for registers from `first` while tiles fit.
  ///
  /// - Returns: the first register not done.
  @inline(__always) private static func tiles<T: RegisterTile<Self>, F: AffineFinish>(
    _: T.Type, _ map: AffineMap<Scalar>, _ bias: UnsafePointer<Scalar>, _ output: Int,
    _ first: Int, _ count: Int, _ pitch: (input: Int, output: Int), _: F.Type
  ) -> Int {
    var k = first
    while k &+ T.width <= count {
      var tile = T(biases: bias)
      var x = registers(map.x) + k
      var w = map.weights + output
      for _ in 0..<map.inputs {
        tile.add(weights: w, times: T.factors(x, pitch: 1))
        x += pitch.input
        w += map.stride
      }
      tile.finish(map, output &* pitch.output &+ k, pitch: pitch.output, F.self)
      k &+= T.width
    }
    return k
  }

  /// n ≤ 4 inputs, n known to the compiler: two registers of each stay loaded for all outputs.
  @inline(__always) private static func narrow<F: AffineFinish>(
    _ n: Int, _ map: AffineMap<Scalar>, _ count: Int, _ pitch: (input: Int, output: Int), _: F.Type
  ) {
    let x = registers(map.x)
    var block = 0
    while block < count {
      let second = block &+ 1 < count ? 1 : 0
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
        var a = map.bias.map { splat($0[output]) } ?? splat(0)
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
}
