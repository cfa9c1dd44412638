import Math

/// 3 × 3 convolutions by Winograd's minimal filtering F(2 × 2, 3 × 3): Lavin and Gray 2016, DOI
/// 10.1109/CVPR.2016.435, section 4.1,
///
///     Y = Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A
///
/// with d a 4 × 4 patch of the image, g a filter and Y the 2 × 2 pixels in the patch's middle.
/// Summed over input channels, ⊙ at each of its 16 points is an affine map from channels to
/// channels with samples in the lanes, as the affine kernel takes it. 4 pixels need 16 products;
/// the direct sum takes 36. The transforms are additions; in Float they cost one or two units in
/// the last place.
///
/// One *run* of tiles is transformed at a time, short enough to stay in the cache.

extension KernelSet {
  /// Each point is input-major, as `AffineMap` takes its weights.
  ///
  /// - Parameter isPullback: for the map from outputs to inputs, with filters turned by 180°.
  @inline(__always) static func winogradFilters(
    _ filters: FilterBank<Scalar>, isPullback: Bool, into result: UnsafeMutablePointer<Scalar>
  ) {
    let half = Scalar(1) / 2
    let size = filters.outputs &* filters.inputs
    for o in 0..<filters.outputs {
      for i in 0..<filters.inputs {
        let g = filters.weights + filters.offset(o, i)
        let place = isPullback ? o &* filters.inputs &+ i : i &* filters.outputs &+ o
        @inline(__always) func tap(_ r: Int, _ s: Int) -> Scalar {
          isPullback ? g[8 &- r &* 3 &- s] : g[r &* 3 &+ s]
        }
        for point in 0..<4 {
          @inline(__always) func row(_ s: Int) -> Scalar {
            let (a, b, c) = (tap(0, s), tap(1, s), tap(2, s))
            switch point {
            case 0: return a
            case 1: return half * (a + b + c)
            case 2: return half * (a - b + c)
            default: return c
            }
          }
          let (a, b, c) = (row(0), row(1), row(2))
          let target = result + (4 &* point &* size &+ place)
          target[0] = a
          target[size] = half * (a + b + c)
          target[2 &* size] = half * (a - b + c)
          target[3 &* size] = c
        }
      }
    }
  }

  /// `gradient` is points × outputs × inputs.
  @inline(__always) static func winogradFilterGradient(
    _ gradient: UnsafePointer<Scalar>, _ filters: FilterBank<Scalar>,
    addingTo result: UnsafeMutablePointer<Scalar>
  ) {
    let half = Scalar(1) / 2
    let size = filters.outputs &* filters.inputs
    for o in 0..<filters.outputs {
      for i in 0..<filters.inputs {
        let u = gradient + (o &* filters.inputs &+ i)
        let target = result + filters.offset(o, i)
        @inline(__always) func add(_ r: Int, _ a: Scalar, _ b: Scalar, _ c: Scalar, _ d: Scalar) {
          target[3 &* r] += a + half * (b + c)
          target[3 &* r &+ 1] += half * (b - c)
          target[3 &* r &+ 2] += half * (b + c) + d
        }
        @inline(__always) func at(_ r: Int, _ s: Int) -> Scalar { u[(4 &* r &+ s) &* size] }
        @inline(__always) func sum(_ s: Int) -> Scalar { half * (at(1, s) + at(2, s)) }
        @inline(__always) func difference(_ s: Int) -> Scalar { half * (at(1, s) - at(2, s)) }
        add(0, at(0, 0) + sum(0), at(0, 1) + sum(1), at(0, 2) + sum(2), at(0, 3) + sum(3))
        add(1, difference(0), difference(1), difference(2), difference(3))
        add(2, sum(0) + at(3, 0), sum(1) + at(3, 1), sum(2) + at(3, 2), sum(3) + at(3, 3))
      }
    }
  }

  /// Row `row` (0…3) of Bᵀ d B: four points × channels × the run's vectors.
  @inline(__always) static func winogradInput(
    _ image: UnsafePointer<Scalar>, _ tiles: TileRun, channels: Int, row: Int,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    // Rows of Bᵀ have two entries: d₀ − d₂, d₁ + d₂, d₂ − d₁, d₁ − d₃.
    let (i, j, sign) =
      switch row {
      case 0: (0, 2, splat(-1))
      case 1: (1, 2, splat(1))
      case 2: (2, 1, splat(-1))
      default: (1, 3, splat(-1))
      }
    let width = registersPerVector
    let step = tiles.image.blocks &* width
    let size = tiles.pointPitch(channels: channels) &* width
    let image = registers(image)
    var target = registers(result)
    for channel in 0..<channels {
      let plane = image + channel &* tiles.image.pitch &* width
      for tile in 0..<tiles.count {
        var p = plane + tiles.vector(tile, i &- 1, -1) &* width
        var q = plane + tiles.vector(tile, j &- 1, -1) &* width
        for _ in 0..<tiles.blocks &* width {
          let t0 = fma(sign, q[0], p[0])
          let t1 = fma(sign, q[step], p[step])
          let t2 = fma(sign, q[2 &* step], p[2 &* step])
          let t3 = fma(sign, q[3 &* step], p[3 &* step])
          target[0] = subtract(t0, t2)
          target[size] = add(t1, t2)
          target[2 &* size] = subtract(t2, t1)
          target[3 &* size] = subtract(t1, t3)
          p += 1
          q += 1
          target += 1
        }
      }
    }
  }

  /// `row` is 0…3; writes four points × channels × the run's vectors.
  @inline(__always) static func winogradCotangent(
    _ image: UnsafePointer<Scalar>, _ tiles: TileRun, channels: Int, row: Int,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    // Rows of A: (1, 0), (1, 1), (1, −1), (0, −1).
    let upper = splat(row == 3 ? 0 : 1)
    let lower = splat(row == 0 ? 0 : row == 1 ? 1 : -1)
    let image = registers(image)
    let width = registersPerVector
    let step = tiles.image.blocks &* width
    let size = tiles.pointPitch(channels: channels) &* width
    var target = registers(result)
    for channel in 0..<channels {
      let plane = image + channel &* tiles.image.pitch &* width
      for tile in 0..<tiles.count {
        var p = plane + tiles.vector(tile, 0, 0) &* width
        var q = plane + tiles.vector(tile, 1, 0) &* width
        for _ in 0..<tiles.blocks &* width {
          let y0 = fma(lower, q[0], multiply(upper, p[0]))
          let y1 = fma(lower, q[step], multiply(upper, p[step]))
          target[0] = y0
          target[size] = add(y0, y1)
          target[2 &* size] = subtract(y0, y1)
          target[3 &* size] = subtract(splat(0), y1)
          p += 1
          q += 1
          target += 1
        }
      }
    }
  }

  @inline(__always) static func finishTiles<F: AffineFinish>(
    _ finish: TileFinish<Self>, _: F.Type
  ) {
    let (tiles, channels) = (finish.tiles, finish.channels)
    let (bias, gates, image) = (finish.bias, finish.gates, finish.image)
    let width = registersPerVector
    let step = tiles.image.blocks &* width
    let below = tiles.image.rowPitch &* width
    let size = tiles.pointPitch(channels: channels) &* width
    let hasBelow = 2 &* tiles.row &+ 1 < tiles.image.height
    var m = registers(finish.products)
    for channel in 0..<channels {
      for tile in 0..<tiles.count {
        let (y, x) = (2 &* tiles.row, 2 &* (tiles.first &+ tile))
        let hasRight = x &+ 1 < tiles.image.width
        @inline(__always) func start(_ dy: Int, _ dx: Int) -> Register {
          guard let bias else { return splat(0) }
          return splat(bias[tiles.image.borderClass(y &+ dy, x &+ dx) &* channels &+ channel])
        }
        let (b00, b01, b10, b11) = (start(0, 0), start(0, 1), start(1, 0), start(1, 1))
        var k = (channel &* tiles.image.pitch &+ tiles.vector(tile, 0, 0)) &* width
        for _ in 0..<tiles.blocks &* width {
          @inline(__always) func upper(_ s: Int) -> Register {
            add(add(m[s &* size], m[(4 &+ s) &* size]), m[(8 &+ s) &* size])
          }
          @inline(__always) func lower(_ s: Int) -> Register {
            subtract(
              subtract(m[(4 &+ s) &* size], m[(8 &+ s) &* size]), m[(12 &+ s) &* size])
          }
          let (u1, u2) = (upper(1), upper(2))
          F.store(add(b00, add(add(upper(0), u1), u2)), image, gates, k, Self.self)
          if hasRight {
            F.store(
              add(b01, subtract(subtract(u1, u2), upper(3))), image, gates, k &+ step, Self.self)
          }
          if hasBelow {
            let (l1, l2) = (lower(1), lower(2))
            F.store(
              add(b10, add(add(lower(0), l1), l2)), image, gates, k &+ below, Self.self)
            if hasRight {
              F.store(
                add(b11, subtract(subtract(l1, l2), lower(3))), image, gates, k &+ below &+ step,
                Self.self)
            }
          }
          k &+= 1
          m += 1
        }
      }
    }
  }

  /// - Parameter bias: by `PaddedImage.borderClass`, then by channel, or nil.
  @inline(__always) static func winogradOutput(
    _ products: UnsafePointer<Scalar>, _ tiles: TileRun, channels: Int,
    bias: UnsafePointer<Scalar>?,
    epilogue: AffineEpilogue, gates: UnsafeMutablePointer<Scalar>?,
    into image: UnsafeMutablePointer<Scalar>
  ) {
    precondition(!epilogue.isGate || gates != nil, "a gate reads what an activation kept")
    let finish = TileFinish<Self>(
      products: products, tiles: tiles, channels: channels, bias: bias, gates: gates, image: image)
    epilogue.chosen(for: finish)
  }
}

/// Turns sums of products into an image.
struct TileFinish<S: KernelSet>: EpilogueUse {
  let products: UnsafePointer<S.Scalar>
  let tiles: TileRun
  let channels: Int
  let bias: UnsafePointer<S.Scalar>?
  let gates: UnsafeMutablePointer<S.Scalar>?
  let image: UnsafeMutablePointer<S.Scalar>

  @inline(__always) func run<F: AffineFinish>(_: F.Type) { S.finishTiles(self, F.self) }
}
