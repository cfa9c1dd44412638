import Math

/// One side of an outer product; pitches are in registers.
private struct Operand<S: KernelSet> {
  var addresses: UnsafePointer<UnsafePointer<S.Scalar>>
  var count: Int
  var pitch: Int
  /// Registers from one sum to the next.
  var sumPitch: Int
  /// Numbers from one total to the next.
  var totalPitch: Int

  @inline(__always) func address(_ evaluation: Int, _ index: Int) -> UnsafePointer<S.Register> {
    S.registers(addresses[evaluation]) + index &* pitch
  }
}

/// An outer product turned for tiling: the longer side is `tall`.
private struct TiledProduct<S: KernelSet> {
  var sums: UnsafeMutablePointer<S.Register>
  var startsAtZero: Bool
  var totals: UnsafeMutablePointer<S.Scalar>?
  var tall: Operand<S>
  var flat: Operand<S>
  var blocks: Int
  var evaluations: Int
  /// Room for a tile's sums before they are added to their totals.
  var scratch: UnsafeMutablePointer<S.Register>

  /// The sums for a tile's height of indices of the tall side, from i.
  @inline(__always)
  func strip<
    One: RegisterTile<S>, Two: RegisterTile<S>, Three: RegisterTile<S>
  >(_: One.Type, _: Two.Type, _: Three.Type, _ i: Int) {
    var j = 0
    while j &+ 3 <= flat.count {
      tile(Three.self, i, j)
      j &+= 3
    }
    if j &+ 2 <= flat.count {
      tile(Two.self, i, j)
      j &+= 2
    }
    if j < flat.count { tile(One.self, i, j) }
  }

  @inline(__always) private func tile<T: RegisterTile<S>>(_: T.Type, _ i: Int, _ j: Int) {
    let width = S.registersPerVector
    for part in 0..<width {
      let place = sums + (i &* tall.sumPitch &+ j &* flat.sumPitch &+ part)
      var tile =
        startsAtZero
        ? T() : T(loading: place, rows: tall.sumPitch, columns: flat.sumPitch)
      for evaluation in 0..<evaluations {
        var z = tall.address(evaluation, i) + part
        var x = flat.address(evaluation, j) + part
        for _ in 0..<blocks {
          tile.add(rows: z, pitch: tall.pitch, times: T.factors(x, pitch: flat.pitch))
          z += width
          x += width
        }
      }
      if totals != nil {
        tile.store(to: scratch + part, rows: width, columns: T.height &* width)
      } else {
        tile.store(to: place, rows: tall.sumPitch, columns: flat.sumPitch)
      }
    }
    guard let totals else { return }
    // Folded in a function, to hide from the compiler which lanes are used.
    S.foldAll(scratch, count: T.height &* T.width)
    for column in 0..<T.width {
      let target = totals + (i &* tall.totalPitch &+ (j &+ column) &* flat.totalPitch)
      for row in 0..<T.height {
        target[row &* tall.totalPitch] += S.folded(
          UnsafePointer(scratch + (column &* T.height &+ row) &* width))
      }
    }
  }
}

/// Weight gradients, kept as *lane accumulators*: one vector of partial sums per weight. Every
/// evaluation of a backward pass adds to it, block by block, and at the end it is summed across
/// lanes once. So the inner loop has no horizontal sums. With many evaluations at once the
/// accumulators stay in registers; one at a time would load and store them all.
extension KernelSet {
  /// Uses tiles of 8 × 3 sums (4 × 3 with sixteen registers). Eight rows of all evaluations stay in
  /// the first-level cache while the columns pass by, three at a time.
  @inline(__always) static func accumulate(_ product: OuterProduct<Scalar>) {
    let width = registersPerVector
    let rows = Operand<Self>(
      addresses: product.rows, count: product.rowCount, pitch: product.rowPitch &* width,
      sumPitch: product.columnCount &* width, totalPitch: product.totalsPitch)
    let columns = Operand<Self>(
      addresses: product.columns, count: product.columnCount,
      pitch: product.columnPitch &* width, sumPitch: width, totalPitch: 1)
    let isUpright = rows.count >= columns.count
    // Room for a tile's sums, at most 24 vectors. (A temporary allocation of that size or alignment
    // would be on the heap.)
    typealias Four = SIMD64<Scalar>
    var room = (Four(), Four(), Four(), Four(), Four(), Four())
    withUnsafeMutablePointer(to: &room) { room in
      let room = UnsafeMutableRawPointer(room).assumingMemoryBound(to: Register.self)
      let tiled = TiledProduct<Self>(
        sums: product.sums.map { registers($0) } ?? room, startsAtZero: product.startsAtZero,
        totals: product.totals, tall: isUpright ? rows : columns,
        flat: isUpright ? columns : rows, blocks: product.blocks,
        evaluations: product.evaluations, scratch: room)
      let count = tiled.tall.count
      var i = 0
      #if ANODE_WIDE
        while i &+ 8 <= count {
          tiled.strip(
            EightRows<RowOfOne<Self>>.self, EightRows<RowOfTwo<Self>>.self,
            EightRows<RowOfThree<Self>>.self, i)
          i &+= 8
        }
      #endif
      while i &+ 4 <= count {
        tiled.strip(
          FourRows<RowOfOne<Self>>.self, FourRows<RowOfTwo<Self>>.self,
          FourRows<RowOfThree<Self>>.self, i)
        i &+= 4
      }
      while i < count {
        tiled.strip(RowOfOne<Self>.self, RowOfTwo<Self>.self, RowOfThree<Self>.self, i)
        i &+= 1
      }
    }
  }

  /// The gradients of a bias and of the weights of a constant input t, as vectors of partial sums.
  @inline(__always) static func accumulateRowSums(
    _ sums: UnsafeMutablePointer<Scalar>, times: UnsafeMutablePointer<Scalar>?, t: Scalar,
    rows: UnsafePointer<Scalar>, rowCount: Int, rowPitch: Int, blocks: Int
  ) {
    let width = registersPerVector
    let sums = registers(sums)
    let times = times.map { registers($0) }
    for r in 0..<rowCount {
      for part in 0..<width {
        var z = registers(rows) + (r &* rowPitch &* width &+ part)
        var total = z[0]
        for _ in 1..<max(1, blocks) {
          z += width
          total = add(total, z[0])
        }
        let k = r &* width &+ part
        sums[k] = add(sums[k], total)
        if let times { times[k] = fma(splat(t), total, times[k]) }
      }
    }
  }

  /// Overwrites the sums.
  @inline(__always) static func reduceLanes(
    _ sums: UnsafeMutablePointer<Scalar>, count: Int, into result: UnsafeMutablePointer<Scalar>,
    pitch: Int
  ) {
    let sums = registers(sums)
    // Few enough at a time to stay in the first-level cache for the second loop.
    var first = 0
    while first < count {
      let end = min(first &+ 64, count)
      foldAll(sums + first &* registersPerVector, count: end &- first)
      for k in first..<end { result[k &* pitch] += folded(sums + k &* registersPerVector) }
      first = end
    }
  }

  @inline(never) static func foldAll(_ sums: UnsafeMutablePointer<Register>, count: Int) {
    for k in 0..<count { fold(sums + k &* registersPerVector) }
  }
}
