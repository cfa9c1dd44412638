extension LaneScalar {
  /// The outer product of batches whose rows follow each other without a gap.
  public static func accumulateOuterProduct(
    _ sums: UnsafeMutablePointer<Self>, rows: UnsafePointer<Self>, rowCount: Int,
    columns: UnsafePointer<Self>, columnCount: Int, blocks: Int
  ) {
    accumulateOuterProduct(
      sums, rows: rows, rowCount: rowCount, rowPitch: blocks, columns: columns,
      columnCount: columnCount, columnPitch: blocks, blocks: blocks)
  }

  /// Sums of rows that follow each other without a gap.
  public static func accumulateRowSums(
    _ sums: UnsafeMutablePointer<Self>, times: UnsafeMutablePointer<Self>?, t: Self,
    rows: UnsafePointer<Self>, rowCount: Int, blocks: Int
  ) {
    accumulateRowSums(
      sums, times: times, t: t, rows: rows, rowCount: rowCount, rowPitch: blocks, blocks: blocks)
  }
}

/// Weight gradients. A gradient is kept as *lane accumulators*: one vector of partial sums for each weight, to which
/// every evaluation of a backward pass adds, and which are summed across lanes once at the end of it. Summing over
/// samples is then never a horizontal operation inside the loop.
extension LaneScalar {
  /// sums[r, c] += Σ over blocks of rows[r] · columns[c]: the outer product of two batches, summed over samples but
  /// for the last step across lanes. `rowCount × columnCount` vectors, row-major. A pitch is the number of vectors from
  /// one row (or column) to the next, at least `blocks`.
  ///
  /// Tiles of 4 × 3 sums, as in `affine`: twelve in flight, so that loading and storing them is hidden too.
  public static func accumulateOuterProduct(
    _ sums: UnsafeMutablePointer<Self>, rows: UnsafePointer<Self>, rowCount: Int, rowPitch: Int,
    columns: UnsafePointer<Self>, columnCount: Int, columnPitch: Int, blocks: Int
  ) {
    let pitch = (row: rowPitch, column: columnPitch)
    let sums = vectors(sums)
    let rows = vectors(rows)
    let columns = vectors(columns)
    var r = 0
    while r &+ 4 <= rowCount {
      let z = rows + r &* rowPitch
      let s = sums + r &* columnCount
      var c = 0
      while c &+ 3 <= columnCount {
        outerTile4x3(s + c, columnCount, z, columns + c &* columnPitch, pitch, blocks)
        c &+= 3
      }
      while c < columnCount {
        outerTile4x1(s + c, columnCount, z, columns + c &* columnPitch, pitch, blocks)
        c &+= 1
      }
      r &+= 4
    }
    while r < rowCount {
      let z = rows + r &* rowPitch
      let s = sums + r &* columnCount
      var c = 0
      while c &+ 8 <= columnCount {
        outerTile1x8(s + c, columnCount, z, columns + c &* columnPitch, pitch, blocks)
        c &+= 8
      }
      while c < columnCount {
        outerTile1x1(s + c, columnCount, z, columns + c &* columnPitch, pitch, blocks)
        c &+= 1
      }
      r &+= 1
    }
  }

  @inline(__always) private static func outerTile4x3(
    _ sums: UnsafeMutablePointer<Lanes>, _ width: Int, _ rows: UnsafePointer<Lanes>,
    _ columns: UnsafePointer<Lanes>, _ pitch: (row: Int, column: Int), _ blocks: Int
  ) {
    let s0 = sums
    let s1 = s0 + width
    let s2 = s1 + width
    let s3 = s2 + width
    var a00 = s0[0]
    var a01 = s0[1]
    var a02 = s0[2]
    var a10 = s1[0]
    var a11 = s1[1]
    var a12 = s1[2]
    var a20 = s2[0]
    var a21 = s2[1]
    var a22 = s2[2]
    var a30 = s3[0]
    var a31 = s3[1]
    var a32 = s3[2]
    var z0 = rows
    var z1 = z0 + pitch.row
    var z2 = z1 + pitch.row
    var z3 = z2 + pitch.row
    var x0 = columns
    var x1 = x0 + pitch.column
    var x2 = x1 + pitch.column
    for _ in 0..<blocks {
      let v0 = x0[0]
      let v1 = x1[0]
      let v2 = x2[0]
      let u0 = z0[0]
      a00 = fma(u0, v0, a00)
      a01 = fma(u0, v1, a01)
      a02 = fma(u0, v2, a02)
      let u1 = z1[0]
      a10 = fma(u1, v0, a10)
      a11 = fma(u1, v1, a11)
      a12 = fma(u1, v2, a12)
      let u2 = z2[0]
      a20 = fma(u2, v0, a20)
      a21 = fma(u2, v1, a21)
      a22 = fma(u2, v2, a22)
      let u3 = z3[0]
      a30 = fma(u3, v0, a30)
      a31 = fma(u3, v1, a31)
      a32 = fma(u3, v2, a32)
      x0 += 1
      x1 += 1
      x2 += 1
      z0 += 1
      z1 += 1
      z2 += 1
      z3 += 1
    }
    s0[0] = a00
    s0[1] = a01
    s0[2] = a02
    s1[0] = a10
    s1[1] = a11
    s1[2] = a12
    s2[0] = a20
    s2[1] = a21
    s2[2] = a22
    s3[0] = a30
    s3[1] = a31
    s3[2] = a32
  }

  @inline(__always) private static func outerTile4x1(
    _ sums: UnsafeMutablePointer<Lanes>, _ width: Int, _ rows: UnsafePointer<Lanes>,
    _ columns: UnsafePointer<Lanes>, _ pitch: (row: Int, column: Int), _ blocks: Int
  ) {
    let s0 = sums
    let s1 = s0 + width
    let s2 = s1 + width
    let s3 = s2 + width
    var a00 = s0[0]
    var a10 = s1[0]
    var a20 = s2[0]
    var a30 = s3[0]
    var z0 = rows
    var z1 = z0 + pitch.row
    var z2 = z1 + pitch.row
    var z3 = z2 + pitch.row
    var x0 = columns
    for _ in 0..<blocks {
      let v0 = x0[0]
      let u0 = z0[0]
      a00 = fma(u0, v0, a00)
      let u1 = z1[0]
      a10 = fma(u1, v0, a10)
      let u2 = z2[0]
      a20 = fma(u2, v0, a20)
      let u3 = z3[0]
      a30 = fma(u3, v0, a30)
      x0 += 1
      z0 += 1
      z1 += 1
      z2 += 1
      z3 += 1
    }
    s0[0] = a00
    s1[0] = a10
    s2[0] = a20
    s3[0] = a30
  }

  @inline(__always) private static func outerTile1x8(
    _ sums: UnsafeMutablePointer<Lanes>, _ width: Int, _ rows: UnsafePointer<Lanes>,
    _ columns: UnsafePointer<Lanes>, _ pitch: (row: Int, column: Int), _ blocks: Int
  ) {
    let s0 = sums
    var a00 = s0[0]
    var a01 = s0[1]
    var a02 = s0[2]
    var a03 = s0[3]
    var a04 = s0[4]
    var a05 = s0[5]
    var a06 = s0[6]
    var a07 = s0[7]
    var z0 = rows
    var x0 = columns
    var x1 = x0 + pitch.column
    var x2 = x1 + pitch.column
    var x3 = x2 + pitch.column
    var x4 = x3 + pitch.column
    var x5 = x4 + pitch.column
    var x6 = x5 + pitch.column
    var x7 = x6 + pitch.column
    for _ in 0..<blocks {
      let v0 = x0[0]
      let v1 = x1[0]
      let v2 = x2[0]
      let v3 = x3[0]
      let v4 = x4[0]
      let v5 = x5[0]
      let v6 = x6[0]
      let v7 = x7[0]
      let u0 = z0[0]
      a00 = fma(u0, v0, a00)
      a01 = fma(u0, v1, a01)
      a02 = fma(u0, v2, a02)
      a03 = fma(u0, v3, a03)
      a04 = fma(u0, v4, a04)
      a05 = fma(u0, v5, a05)
      a06 = fma(u0, v6, a06)
      a07 = fma(u0, v7, a07)
      x0 += 1
      x1 += 1
      x2 += 1
      x3 += 1
      x4 += 1
      x5 += 1
      x6 += 1
      x7 += 1
      z0 += 1
    }
    s0[0] = a00
    s0[1] = a01
    s0[2] = a02
    s0[3] = a03
    s0[4] = a04
    s0[5] = a05
    s0[6] = a06
    s0[7] = a07
  }

  @inline(__always) private static func outerTile1x1(
    _ sums: UnsafeMutablePointer<Lanes>, _ width: Int, _ rows: UnsafePointer<Lanes>,
    _ columns: UnsafePointer<Lanes>, _ pitch: (row: Int, column: Int), _ blocks: Int
  ) {
    let s0 = sums
    var a00 = s0[0]
    var z0 = rows
    var x0 = columns
    for _ in 0..<blocks {
      let v0 = x0[0]
      let u0 = z0[0]
      a00 = fma(u0, v0, a00)
      x0 += 1
      z0 += 1
    }
    s0[0] = a00
  }

  /// sums[r] += Σ over blocks of rows[r], and times[r] += t times that: gradients of a bias and of the weights of a
  /// constant input t. Each is a vector of partial sums.
  public static func accumulateRowSums(
    _ sums: UnsafeMutablePointer<Self>, times: UnsafeMutablePointer<Self>?, t: Self,
    rows: UnsafePointer<Self>, rowCount: Int, rowPitch: Int, blocks: Int
  ) {
    let sums = vectors(sums)
    let rows = vectors(rows)
    for r in 0..<rowCount {
      let z = rows + r &* rowPitch
      var total = z[0]
      var k = 1
      while k < blocks {
        total = add(total, z[k])
        k &+= 1
      }
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
