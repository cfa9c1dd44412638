import Foundation
import Solvers
import Testing

/// Weight gradients: outer products, in tiles of eight, four and one rows (along the longer side)
/// by three, two and one columns; sums of rows; and the final sums across lanes.
@Suite("Outer products and their sums equal the naive ones")
struct OuterProductTests {
  /// Batches of rows and columns, one of each per evaluation.
  struct Operands<S: LaneScalar> {
    let rows: [AlignedBuffer<S>]
    let columns: [AlignedBuffer<S>]
    let counts: (rows: Int, columns: Int)
    let shape: BatchShape

    init(rows: Int, columns: Int, samples: Int, evaluations: Int = 1) {
      let shape = BatchShape(features: 1, samples: samples, of: S.self)
      self.shape = shape
      counts = (rows, columns)
      self.rows = (0..<evaluations).map { AlignedBuffer(random: rows * shape.stride, 20 + $0) }
      self.columns = (0..<evaluations).map {
        AlignedBuffer(random: columns * shape.stride, 40 + $0)
      }
    }

    /// Computes the outer product of all evaluations at once.
    func accumulate(
      _ sums: AlignedBuffer<S>?, _ change: (inout OuterProduct<S>) -> Void = { _ in }
    ) {
      let lists = (
        rows.map { UnsafePointer($0.base) }, columns.map { UnsafePointer($0.base) }
      )
      lists.0.withUnsafeBufferPointer { rowList in
        lists.1.withUnsafeBufferPointer { columnList in
          guard let r = rowList.baseAddress, let c = columnList.baseAddress else { return }
          var product = OuterProduct(
            sums?.base, rows: r, rowCount: counts.rows, columns: c, columnCount: counts.columns,
            blocks: shape.blocks, evaluations: rows.count)
          change(&product)
          S.kernels.accumulate(product)
        }
      }
      withExtendedLifetime((self, sums)) {}
    }

    /// Sums of each row and column by loops, per lane, or over all lanes if `lanes` is 1.
    func naive(lanes: Int, from start: [Double]) -> [NaiveSum] {
      var result = start.map {
        var sum = NaiveSum()
        sum.add($0)
        return sum
      }
      for e in rows.indices {
        let (z, x) = (rows[e].doubles, columns[e].doubles)
        for r in 0..<counts.rows {
          for c in 0..<counts.columns {
            for s in 0..<shape.stride {
              result[(r * counts.columns + c) * lanes + s % lanes].add(
                z[r * shape.stride + s] * x[c * shape.stride + s])
            }
          }
        }
      }
      return result
    }
  }

  func checkSums<S: LaneScalar>(_: S.Type, _ rows: Int, _ columns: Int, _ samples: Int) {
    let operands = Operands<S>(rows: rows, columns: columns, samples: samples)
    let count = rows * columns * S.laneCount
    let sums = AlignedBuffer<S>(random: count + 2 * S.laneCount, 7)
    for k in count..<sums.count { sums.base[k] = .nan }
    let wanted = operands.naive(lanes: S.laneCount, from: Array(sums.doubles.prefix(count)))
    operands.accumulate(sums)
    let miss = firstMiss(sums, wanted.map(\.value), within: wanted.map { $0.bound(S.self) })
    #expect(miss == nil, "\(S.self) \(rows)×\(columns)×\(samples)")
    #expect((count..<sums.count).allSatisfy { sums.base[$0].isNaN })
  }

  @Test(
    "with every shape an outer product equals the naive one in each lane, and writes nothing else",
    arguments: raggedSizes, raggedSizes)
  func sums(rows: Int, columns: Int) {
    for samples in raggedSizes {
      checkSums(Float.self, rows, columns, samples)
      checkSums(Double.self, rows, columns, samples)
    }
  }

  func checkChains<S: LaneScalar>(_: S.Type, _ rows: Int, _ columns: Int, _ samples: Int) {
    let operands = Operands<S>(rows: rows, columns: columns, samples: samples, evaluations: 2)
    let lanes = S.laneCount
    let sums = AlignedBuffer<S>(random: rows * columns * lanes, 7)
    let wanted = AlignedBuffer(copying: sums)
    for e in 0..<2 {
      let (z, x, stride) = (operands.rows[e].base, operands.columns[e].base, operands.shape.stride)
      for r in 0..<rows {
        for c in 0..<columns {
          for s in 0..<stride {
            let k = (r * columns + c) * lanes + s % lanes
            wanted.base[k] = multiplyAdd(z[r * stride + s], x[c * stride + s], wanted.base[k])
          }
        }
      }
    }
    operands.accumulate(sums)
    #expect(sums.hasBits(of: wanted), "\(S.self) \(rows)×\(columns)×\(samples)")
  }

  @Test(
    "in every tile a lane's sum is one multiply-add per vector, by evaluation, to the bit",
    arguments: raggedSizes, raggedSizes)
  func chains(rows: Int, columns: Int) {
    for samples in [1, 17, 33, 65] {
      checkChains(Float.self, rows, columns, samples)
      checkChains(Double.self, rows, columns, samples)
    }
  }

  func checkTotals<S: LaneScalar>(_: S.Type, _ rows: Int, _ columns: Int, _ samples: Int) {
    let operands = Operands<S>(rows: rows, columns: columns, samples: samples, evaluations: 3)
    // A row of totals is longer than its columns, as in a field that takes t.
    let pitch = columns + 2
    let totals = AlignedBuffer<S>(random: rows * pitch, 8)
    let before = totals.doubles
    operands.accumulate(nil) {
      $0.startsAtZero = true
      $0.totals = totals.base
      $0.totalsPitch = pitch
    }
    let start = (0..<rows).flatMap { r in (0..<columns).map { before[r * pitch + $0] } }
    let sums = operands.naive(lanes: 1, from: start)
    var (wanted, bounds) = (before, Array(repeating: 0.0, count: before.count))
    for r in 0..<rows {
      for c in 0..<columns {
        wanted[r * pitch + c] = sums[r * columns + c].value
        bounds[r * pitch + c] = sums[r * columns + c].bound(S.self)
      }
    }
    let miss = firstMiss(totals, wanted, within: bounds)
    #expect(miss == nil, "\(S.self) \(rows)×\(columns)×\(samples)")
  }

  @Test(
    "totals equal the naive ones with every shape, and the gaps between rows are not written",
    arguments: raggedSizes, raggedSizes)
  func totals(rows: Int, columns: Int) {
    for samples in [1, 7, 16, 17, 65] {
      checkTotals(Float.self, rows, columns, samples)
      checkTotals(Double.self, rows, columns, samples)
    }
  }

  /// Compares the outer product of several evaluations: one at a time, all at once to accumulators
  /// or totals, and the last one added to accumulators.
  func checkEvaluations<S: LaneScalar>(_: S.Type, _ rows: Int, _ columns: Int, _ samples: Int) {
    let operands = Operands<S>(rows: rows, columns: columns, samples: samples, evaluations: 5)
    let (shape, room) = (operands.shape, rows * columns * S.laneCount)
    let (single, all) = (AlignedBuffer<S>(count: room), AlignedBuffer<S>(count: room))
    let most = AlignedBuffer<S>(count: room)
    for e in 0..<5 {
      S.accumulateOuterProduct(
        single.base, rows: operands.rows[e].base, rowCount: rows,
        columns: operands.columns[e].base, columnCount: columns, blocks: shape.blocks)
      if e == 3 { most.base.update(from: single.base, count: room) }
    }
    operands.accumulate(all)
    #expect(all.hasBits(of: single))
    // The accumulators' contents do not matter if sums start at 0.
    let fresh = AlignedBuffer<S>(filled: room, .nan)
    operands.accumulate(fresh) { $0.startsAtZero = true }
    #expect(fresh.hasBits(of: single))
    let totals = AlignedBuffer<S>(count: rows * columns)
    operands.accumulate(nil) {
      $0.startsAtZero = true
      $0.totals = totals.base
      $0.totalsPitch = columns
    }
    // Making totals does not write to the accumulators.
    let (before, later) = (AlignedBuffer(copying: most), AlignedBuffer<S>(count: rows * columns))
    operands.accumulate(most) {
      ($0.rows, $0.columns, $0.evaluations) = ($0.rows + 4, $0.columns + 4, 1)
      $0.totals = later.base
      $0.totalsPitch = columns
    }
    #expect(most.hasBits(of: before))
    let reduced = AlignedBuffer<S>(count: rows * columns)
    S.kernels.reduceLanes(single.base, count: rows * columns, into: reduced.base, pitch: 1)
    #expect(totals.hasBits(of: reduced), "\(S.self) \(rows)×\(columns)×\(samples)")
    #expect(later.hasBits(of: reduced), "\(S.self) \(rows)×\(columns)×\(samples)")
  }

  @Test(
    "an outer product of several evaluations at once equals one by one, to the bit",
    arguments: [1, 2, 3, 4, 7, 12, 17, 33], [1, 2, 3, 4, 7, 12, 17, 33])
  func evaluations(rows: Int, columns: Int) {
    for samples in [1, 15, 65] {
      checkEvaluations(Float.self, rows, columns, samples)
      checkEvaluations(Double.self, rows, columns, samples)
    }
  }

  @Test(
    "the totals of one evaluation are added to rows without gaps", arguments: raggedSizes)
  func oneEvaluation(rows: Int) {
    func check<S: LaneScalar>(_: S.Type, _ columns: Int, _ samples: Int) {
      let operands = Operands<S>(rows: rows, columns: columns, samples: samples)
      let found = AlignedBuffer<S>(random: rows * columns, 9)
      let wanted = AlignedBuffer(copying: found)
      S.addOuterProduct(
        to: found.base, rows: operands.rows[0].base, rowCount: rows,
        columns: operands.columns[0].base, columnCount: columns, blocks: operands.shape.blocks)
      operands.accumulate(nil) {
        $0.startsAtZero = true
        $0.totals = wanted.base
        $0.totalsPitch = columns
      }
      #expect(found.hasBits(of: wanted), "\(S.self) \(rows)×\(columns)×\(samples)")
    }
    for columns in [1, 2, 3, 8, 17] {
      check(Float.self, columns, 17)
      check(Double.self, columns, 17)
    }
  }

  func checkPitches<S: LaneScalar>(_: S.Type, _ rows: Int, _ columns: Int, _ samples: Int) {
    let operands = Operands<S>(rows: rows, columns: columns, samples: samples)
    let shape = operands.shape
    /// The same with NaN vectors in between.
    func widened(_ buffer: AlignedBuffer<S>, _ count: Int, _ gap: Int) -> AlignedBuffer<S> {
      let stride = (shape.blocks + gap) * S.laneCount
      let wide = AlignedBuffer<S>(filled: count * stride, .nan)
      for i in 0..<count {
        for s in 0..<shape.stride { wide.base[i * stride + s] = buffer.base[i * shape.stride + s] }
      }
      return wide
    }
    let z = widened(operands.rows[0], rows, 2)
    let x = widened(operands.columns[0], columns, 3)
    let count = rows * columns * S.laneCount
    let (found, wanted) = (AlignedBuffer<S>(count: count), AlignedBuffer<S>(count: count))
    operands.accumulate(wanted)
    S.accumulateOuterProduct(
      found.base, rows: z.base, rowCount: rows, rowPitch: shape.blocks + 2, columns: x.base,
      columnCount: columns, columnPitch: shape.blocks + 3, blocks: shape.blocks)
    #expect(found.hasBits(of: wanted), "\(S.self) \(rows)×\(columns)×\(samples)")
    let (sums, times) = (
      AlignedBuffer<S>(random: rows * S.laneCount, 1),
      AlignedBuffer<S>(random: rows * S.laneCount, 2)
    )
    let (wideSums, wideTimes) = (AlignedBuffer(copying: sums), AlignedBuffer(copying: times))
    S.kernels.accumulateRowSums(
      sums.base, times: times.base, t: 0.3, rows: operands.rows[0].base, rowCount: rows,
      rowPitch: shape.blocks, blocks: shape.blocks)
    S.kernels.accumulateRowSums(
      wideSums.base, times: wideTimes.base, t: 0.3, rows: z.base, rowCount: rows,
      rowPitch: shape.blocks + 2, blocks: shape.blocks)
    #expect(wideSums.hasBits(of: sums) && wideTimes.hasBits(of: times))
    withExtendedLifetime((z, x)) {}
  }

  @Test(
    "operands with pitches are parts of wider matrices, and nothing else is read",
    arguments: [1, 2, 3, 8, 13, 17], [1, 2, 3, 4, 9, 17])
  func pitches(rows: Int, columns: Int) {
    for samples in [1, 17, 65] {
      checkPitches(Float.self, rows, columns, samples)
      checkPitches(Double.self, rows, columns, samples)
    }
  }

  func checkRowSums<S: LaneScalar>(_: S.Type, _ rows: Int, _ samples: Int) {
    let shape = BatchShape(features: rows, samples: samples, of: S.self)
    let (z, lanes, t) = (AlignedBuffer<S>(random: shape.count, 5), S.laneCount, S(0.3))
    let count = rows * lanes
    let sums = AlignedBuffer<S>(random: count + lanes, 6)
    let times = AlignedBuffer<S>(random: count + lanes, 7)
    let alone = AlignedBuffer(copying: sums)
    let (sumsBefore, timesBefore) = (sums.doubles, times.doubles)
    S.kernels.accumulateRowSums(
      sums.base, times: times.base, t: t, rows: z.base, rowCount: rows, rowPitch: shape.blocks,
      blocks: shape.blocks)
    S.kernels.accumulateRowSums(
      alone.base, times: nil, t: t, rows: z.base, rowCount: rows, rowPitch: shape.blocks,
      blocks: shape.blocks)
    var wanted = sumsBefore.map { (value: $0, bound: 0.0) }
    var wantedTimes = timesBefore.map { (value: $0, bound: 0.0) }
    for k in 0..<count {
      var (sum, time) = (NaiveSum(), NaiveSum())
      sum.add(sumsBefore[k])
      time.add(timesBefore[k])
      for block in 0..<shape.blocks {
        let number = Double(z.base[k / lanes * shape.stride + block * lanes + k % lanes])
        sum.add(number)
        time.add(Double(t) * number)
      }
      wanted[k] = (sum.value, sum.bound(S.self))
      wantedTimes[k] = (time.value, time.bound(S.self))
    }
    let miss = firstMiss(sums, wanted.map(\.value), within: wanted.map(\.bound))
    #expect(miss == nil, "\(S.self) \(rows)×\(samples)")
    let late = firstMiss(times, wantedTimes.map(\.value), within: wantedTimes.map(\.bound))
    #expect(late == nil, "\(S.self) \(rows)×\(samples)")
    #expect(alone.hasBits(of: sums))
  }

  @Test(
    "sums of rows equal the naive ones, and t's are t times these", arguments: raggedSizes
  )
  func rowSums(rows: Int) {
    for samples in raggedSizes {
      checkRowSums(Float.self, rows, samples)
      checkRowSums(Double.self, rows, samples)
    }
  }

  func checkReduction<S: LaneScalar>(_: S.Type, _ count: Int, pitch: Int) {
    let sums = AlignedBuffer<S>(random: count * S.laneCount, 8)
    let result = AlignedBuffer<S>(random: count * pitch + 1, 9)
    let lanes = sums.doubles
    var (wanted, bounds) = (result.doubles, Array(repeating: 0.0, count: result.count))
    for k in 0..<count {
      var sum = NaiveSum()
      sum.add(wanted[k * pitch])
      for lane in 0..<S.laneCount { sum.add(lanes[k * S.laneCount + lane]) }
      (wanted[k * pitch], bounds[k * pitch]) = (sum.value, sum.bound(S.self))
    }
    S.kernels.reduceLanes(sums.base, count: count, into: result.base, pitch: pitch)
    let miss = firstMiss(result, wanted, within: bounds)
    #expect(miss == nil, "\(S.self) \(count) pitch \(pitch)")
    withExtendedLifetime(sums) {}
  }

  @Test(
    "sums across lanes are added at the pitch, and nowhere else",
    arguments: raggedSizes + [0, 63, 127, 128, 129, 200], [1, 3])
  func reductions(count: Int, pitch: Int) {
    checkReduction(Float.self, count, pitch: pitch)
    checkReduction(Double.self, count, pitch: pitch)
  }

  @Test("a vector's lanes are added quarter to quarter, then neighbour to neighbour")
  func tree() {
    /// With hundreds of vectors, some last bits differ for any other order of additions, because
    /// cubes have many magnitudes.
    func check<S: LaneScalar>(_: S.Type) {
      let (count, lanes) = (300, S.laneCount)
      let sums = AlignedBuffer<S>(random: count * lanes, 10)
      for k in 0..<sums.count { sums.base[k] *= sums.base[k] * sums.base[k] }
      let numbers = sums.numbers
      let wanted = (0..<count).map { vector in
        let v = Array(numbers[vector * lanes..<(vector + 1) * lanes])
        let length = lanes / 4
        var quarter: [S] = []
        for k in 0..<length {
          let (even, odd) = (v[k] + v[k + 2 * length], v[k + length] + v[k + 3 * length])
          quarter.append(even + odd)
        }
        while quarter.count > 1 {
          quarter = stride(from: 0, to: quarter.count, by: 2).map { quarter[$0] + quarter[$0 + 1] }
        }
        return quarter[0]
      }
      let result = AlignedBuffer<S>(count: count)
      S.kernels.reduceLanes(sums.base, count: count, into: result.base, pitch: 1)
      #expect(result.numbers == wanted, "\(S.self)")
    }
    check(Float.self)
    check(Double.self)
    #expect(Float.laneCount == 16 && Double.laneCount == 8)
  }
}
