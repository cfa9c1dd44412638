/// Weight gradients. A gradient is kept as *lane accumulators*: one vector of partial sums for each weight, to which
/// every evaluation of a backward pass adds, and which are summed across lanes once at the end of it. Summing over
/// samples is then never a horizontal operation inside the loop.
extension LaneScalar {
  /// sums[r, c] += Σ over blocks of rows[r] · columns[c]: the outer product of two batches, summed over samples but
  /// for the last step across lanes. `rowCount × columnCount` vectors, row-major.
  ///
  /// Tiles of 4 × 2 sums, as in `affine`.
  public static func accumulateOuterProduct(
    _ sums: UnsafeMutablePointer<Self>, rows: UnsafePointer<Self>, rowCount: Int,
    columns: UnsafePointer<Self>, columnCount: Int, blocks: Int
  ) {
    let sums = vectors(sums)
    let rows = vectors(rows)
    let columns = vectors(columns)
    var r = 0
    while r + 4 <= rowCount {
      var c = 0
      while c + 2 <= columnCount {
        var s = sums + (r * columnCount + c)
        var a0 = s[0]
        var b0 = s[1]
        s += columnCount
        var a1 = s[0]
        var b1 = s[1]
        s += columnCount
        var a2 = s[0]
        var b2 = s[1]
        s += columnCount
        var a3 = s[0]
        var b3 = s[1]
        var z0 = rows + r * blocks
        var z1 = z0 + blocks
        var z2 = z1 + blocks
        var z3 = z2 + blocks
        var x0 = columns + c * blocks
        var x1 = x0 + blocks
        for _ in 0..<blocks {
          let xa = x0[0]
          let xb = x1[0]
          a0 = fma(z0[0], xa, a0)
          b0 = fma(z0[0], xb, b0)
          a1 = fma(z1[0], xa, a1)
          b1 = fma(z1[0], xb, b1)
          a2 = fma(z2[0], xa, a2)
          b2 = fma(z2[0], xb, b2)
          a3 = fma(z3[0], xa, a3)
          b3 = fma(z3[0], xb, b3)
          x0 += 1
          x1 += 1
          z0 += 1
          z1 += 1
          z2 += 1
          z3 += 1
        }
        s = sums + (r * columnCount + c)
        s[0] = a0
        s[1] = b0
        s += columnCount
        s[0] = a1
        s[1] = b1
        s += columnCount
        s[0] = a2
        s[1] = b2
        s += columnCount
        s[0] = a3
        s[1] = b3
        c += 2
      }
      if c < columnCount {
        var s = sums + (r * columnCount + c)
        var a0 = s[0]
        s += columnCount
        var a1 = s[0]
        s += columnCount
        var a2 = s[0]
        s += columnCount
        var a3 = s[0]
        let z = rows + r * blocks
        let x = columns + c * blocks
        for k in 0..<blocks {
          let xa = x[k]
          a0 = fma(z[k], xa, a0)
          a1 = fma(z[k + blocks], xa, a1)
          a2 = fma(z[k + 2 * blocks], xa, a2)
          a3 = fma(z[k + 3 * blocks], xa, a3)
        }
        s = sums + (r * columnCount + c)
        s[0] = a0
        s += columnCount
        s[0] = a1
        s += columnCount
        s[0] = a2
        s += columnCount
        s[0] = a3
      }
      r += 4
    }
    while r < rowCount {
      outerProductRow(sums, rows, r, columns, columnCount, blocks)
      r += 1
    }
  }

  @inline(__always) private static func outerProductRow(
    _ sums: UnsafeMutablePointer<Lanes>, _ rows: UnsafePointer<Lanes>, _ r: Int,
    _ columns: UnsafePointer<Lanes>, _ columnCount: Int, _ blocks: Int
  ) {
    let z = rows + r * blocks
    var c = 0
    while c + 4 <= columnCount {
      let s = sums + (r * columnCount + c)
      var a0 = s[0]
      var a1 = s[1]
      var a2 = s[2]
      var a3 = s[3]
      let x = columns + c * blocks
      for k in 0..<blocks {
        let zk = z[k]
        a0 = fma(zk, x[k], a0)
        a1 = fma(zk, x[k + blocks], a1)
        a2 = fma(zk, x[k + 2 * blocks], a2)
        a3 = fma(zk, x[k + 3 * blocks], a3)
      }
      s[0] = a0
      s[1] = a1
      s[2] = a2
      s[3] = a3
      c += 4
    }
    while c < columnCount {
      var a = sums[r * columnCount + c]
      let x = columns + c * blocks
      for k in 0..<blocks { a = fma(z[k], x[k], a) }
      sums[r * columnCount + c] = a
      c += 1
    }
  }

  /// sums[r] += Σ over blocks of rows[r], and times[r] += t times that: gradients of a bias and of the weights of a
  /// constant input t. Each is a vector of partial sums.
  public static func accumulateRowSums(
    _ sums: UnsafeMutablePointer<Self>, times: UnsafeMutablePointer<Self>?, t: Self,
    rows: UnsafePointer<Self>, rowCount: Int, blocks: Int
  ) {
    let sums = vectors(sums)
    let rows = vectors(rows)
    for r in 0..<rowCount {
      var total = rows[r * blocks]
      for k in 1..<max(1, blocks) { total = add(total, rows[r * blocks + k]) }
      sums[r] = add(sums[r], total)
      if let times {
        let times = vectors(times)
        times[r] = fma(splat(t), total, times[r])
      }
    }
  }

  /// result[k] += the sum across lanes of sums[k], for `count` vectors.
  public static func reduceLanes(
    _ sums: UnsafePointer<Self>, count: Int, into result: UnsafeMutablePointer<Self>
  ) {
    let sums = vectors(sums)
    for k in 0..<count { result[k] += sum(sums[k]) }
  }
}
