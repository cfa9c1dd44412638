import Foundation
import Solvers
import Testing

/// Scalar loops that fill and read lanes.
@Suite("Scalar kernels are correct")
struct ScalarsTests {
  @Test("numbers are scaled in Double and rounded once", arguments: raggedSizes)
  func scale(count: Int) {
    func check<S: LaneScalar>(_: S.Type) {
      let values = AlignedBuffer<Double>(random: count, 1)
      let found = AlignedBuffer<S>(filled: count + 1, 1234)
      S.kernels.scale(values.base, by: 0.37, count: count, into: found.base)
      #expect(found.numbers == values.numbers.map { S($0 * 0.37) } + [1234])
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("a constant input's weights are folded into the bias", arguments: raggedSizes)
  func addScaled(count: Int) {
    func check<S: LaneScalar>(_: S.Type, stride: Int) {
      let (a, b) = (AlignedBuffer<S>(random: count, 1), AlignedBuffer<S>(random: count * stride, 2))
      let found = AlignedBuffer<S>(filled: count + 1, 1234)
      S.kernels.addScaled(a.base, 0.3, b.base, stride: stride, count: count, into: found.base)
      let sums = (0..<count).map { k in
        var sum = NaiveSum()
        sum.add(Double(a.base[k]))
        sum.add(Double(S(0.3)) * Double(b.base[k * stride]))
        return sum
      }
      let wanted = sums.map(\.value) + [1234]
      let miss = firstMiss(found, wanted, within: sums.map { $0.bound(S.self) } + [0])
      #expect(miss == nil, "\(S.self) stride \(stride)")
      withExtendedLifetime((a, b)) {}
    }
    for stride in [1, 3] {
      check(Float.self, stride: stride)
      check(Double.self, stride: stride)
    }
  }

  @Test(
    "a gate passes values above 0, in whole vectors and no further", arguments: raggedSizes
  )
  func gate(count: Int) {
    func check<S: LaneScalar>(_: S.Type) {
      let padded = (count + S.laneCount - 1) / S.laneCount * S.laneCount
      let (x, h) = (AlignedBuffer<S>(random: padded, 1), AlignedBuffer<S>(random: padded, 2))
      for k in 0..<padded where k % 4 == 1 { h.base[k] = k % 8 == 1 ? 0 : -0.0 }
      let y = AlignedBuffer<S>(filled: padded + S.laneCount, 1234)
      S.kernels.gate(x.base, by: h.base, into: y.base, count: count)
      let wanted = (0..<padded).map { h.base[$0] > 0 ? x.base[$0] : 0 }
      #expect(Array(y.numbers.prefix(padded)) == wanted, "\(S.self)")
      #expect(y.numbers.dropFirst(padded).allSatisfy { $0 == 1234 }, "\(S.self)")
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("numbers are negated, zeros included, and zeroed, and none beyond", arguments: raggedSizes)
  func negated(count: Int) {
    func check<S: LaneScalar>(_: S.Type) {
      let x = AlignedBuffer<S>(random: count, 3)
      x.base[0] = 0
      let found = AlignedBuffer<S>(filled: count + 1, 1234)
      S.kernels.negate(x.base, count: count, into: found.base)
      #expect(found.numbers == x.numbers.map { -$0 } + [1234], "\(S.self)")
      #expect(found.base[0].sign == .minus)
      S.zero(found.base, count: count)
      #expect(found.numbers == Array(repeating: 0, count: count) + [1234], "\(S.self)")
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(
    "rows of a table become lanes in the requested order, with padding 0", arguments: raggedSizes)
  func gather(count: Int) {
    func check<S: LaneScalar>(_: S.Type, dimension: Int) {
      let table = AlignedBuffer<S>(random: 40 * dimension, 1)
      let rows = (0..<count).map { Int32($0 * 17 % 40) }
      let shape = BatchShape(features: dimension, samples: count, of: S.self)
      let found = AlignedBuffer<S>(filled: shape.count + 1, 1234)
      rows.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        S.kernels.gather(
          table.base, dimension: dimension, rows: base, count: count, stride: shape.stride,
          into: found.base)
      }
      var wanted: [S] = []
      for i in 0..<dimension {
        wanted += rows.map { table.base[Int($0) * dimension + i] }
        wanted += Array(repeating: 0, count: shape.stride - count)
      }
      #expect(found.numbers == wanted + [1234], "\(S.self) \(dimension)")
    }
    for dimension in [1, 2, 5] {
      check(Float.self, dimension: dimension)
      check(Double.self, dimension: dimension)
    }
  }

  @Test(
    "samples become lanes and lanes samples; missing features and padding are 0",
    arguments: raggedSizes, [1, 2, 5])
  func loads(count: Int, dimension: Int) {
    func check<S: LaneScalar>(_: S.Type, features: Int) {
      let shape = BatchShape(features: features, samples: count, of: S.self)
      let samples = AlignedBuffer<Float>(random: count * dimension, 1)
      let found = AlignedBuffer<S>(filled: shape.count + 1, 1234)
      S.kernels.load(samples.base, dimension: dimension, shape: shape, into: found.base)
      var wanted: [S] = []
      for i in 0..<features {
        for s in 0..<shape.stride {
          let isGiven = i < dimension && s < count
          wanted.append(isGiven ? S(samples.base[s * dimension + i]) : 0)
        }
      }
      #expect(found.numbers == wanted + [1234], "\(S.self) \(features)")
      let back = AlignedBuffer<Float>(filled: count * dimension + 1, 1234)
      S.kernels.unload(found.base, dimension: dimension, shape: shape, into: back.base)
      #expect(back.numbers == samples.numbers + [1234], "\(S.self) \(features)")
    }
    for features in [dimension, dimension + 3] {
      check(Float.self, features: features)
      check(Double.self, features: features)
    }
  }

  @Test("a number that is not finite is found anywhere, but not beyond the last")
  func finiteness() {
    func check<S: LaneScalar>(_: S.Type) {
      func isFinite(_ values: AlignedBuffer<S>, _ count: Int) -> Bool {
        S.kernels.hasFiniteSum(values.base, count: count)
      }
      for count in 0...67 {
        let values = AlignedBuffer<S>(random: 70, 1)
        values.base[count] = .nan
        #expect(isFinite(values, count), "\(S.self) \(count)")
        for bad in [S.nan, .infinity, -.infinity] {
          let missed = (0..<count).filter { place in
            let kept = values.base[place]
            values.base[place] = bad
            defer { values.base[place] = kept }
            return isFinite(values, count)
          }
          #expect(missed.isEmpty, "\(S.self) \(count) \(bad)")
        }
      }
      let great = AlignedBuffer<S>(filled: 2 * S.laneCount, .greatestFiniteMagnitude)
      #expect(!isFinite(great, 2))
      #expect(!isFinite(great, great.count))
      #expect(isFinite(great, 1))
    }
    check(Float.self)
    check(Double.self)
  }
}
