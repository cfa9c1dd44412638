import Foundation
import Solvers
import Testing

/// Stages, steps and interpolants: four registers at a time, and the rest one by one.
@Suite("A combination is the sum of its terms, in order")
struct CombinationTests {
  /// A base, terms with gaps between them, and coefficients, every third of them 0.
  struct Operands<S: LaneScalar> {
    let base: AlignedBuffer<S>
    let terms: AlignedBuffer<S>
    let coefficients: AlignedBuffer<S>
    let count: Int
    let stride: Int
    let termCount: Int
    let scale = S(0.7)

    init(vectors: Int, termCount: Int) {
      count = vectors * S.laneCount
      self.termCount = termCount
      stride = count + S.laneCount
      base = AlignedBuffer(random: count, 1)
      terms = AlignedBuffer(random: max(1, termCount) * stride, 2)
      coefficients = AlignedBuffer(random: max(1, termCount), 3)
      // Memory that must not be read is NaN.
      for j in 0..<termCount {
        if j % 3 == 1 { coefficients.base[j] = j % 2 == 0 ? 0 : -0.0 }
        for k in (j % 3 == 1 ? 0 : count)..<stride { terms.base[j * stride + k] = .nan }
      }
    }

    func combine(into y: AlignedBuffer<S>, base: AlignedBuffer<S>?) {
      S.kernels.combine(
        into: y.base, base: base.map { UnsafePointer($0.base) }, scale: scale, terms: terms.base,
        stride: stride, coefficients: coefficients.base, termCount: termCount, count: count)
      withExtendedLifetime((self, base)) {}
    }
  }

  func check<S: LaneScalar>(_: S.Type, _ vectors: Int, _ termCount: Int, hasBase: Bool) {
    let operands = Operands<S>(vectors: vectors, termCount: termCount)
    let y = AlignedBuffer<S>(filled: operands.count + S.laneCount, .nan)
    operands.combine(into: y, base: hasBase ? operands.base : nil)
    let chain = AlignedBuffer<S>(count: operands.count)
    var (wanted, bounds): ([Double], [Double]) = ([], [])
    for k in 0..<operands.count {
      var sum = NaiveSum()
      if hasBase {
        sum.add(Double(operands.scale) * Double(operands.base.base[k]))
        chain.base[k] = operands.scale * operands.base.base[k]
      }
      for j in 0..<termCount where operands.coefficients.base[j] != 0 {
        let (c, term) = (
          operands.coefficients.base[j], operands.terms.base[j * operands.stride + k]
        )
        sum.add(Double(c) * Double(term))
        chain.base[k] = multiplyAdd(c, term, chain.base[k])
      }
      wanted.append(sum.value)
      // The base is rounded once before the sum.
      bounds.append(sum.bound(S.self, more: 1))
    }
    let miss = firstMiss(y, wanted, within: bounds)
    #expect(miss == nil, "\(S.self) \(vectors) vectors, \(termCount) terms")
    #expect(y.hasBits(of: chain), "\(S.self) \(vectors) vectors, \(termCount) terms")
    #expect((operands.count..<y.count).allSatisfy { y.base[$0].isNaN })
  }

  @Test(
    "a combination equals the naive one, and does not read terms of coefficient 0",
    arguments: 0...13, [0, 1, 2, 3, 4, 5, 7, 8, 13])
  func combinations(vectors: Int, termCount: Int) {
    for hasBase in [true, false] {
      check(Float.self, vectors, termCount, hasBase: hasBase)
      check(Double.self, vectors, termCount, hasBase: hasBase)
    }
  }

  func checkInPlace<S: LaneScalar>(_: S.Type, _ vectors: Int, _ termCount: Int) {
    let operands = Operands<S>(vectors: vectors, termCount: termCount)
    let apart = AlignedBuffer<S>(count: operands.count)
    operands.combine(into: apart, base: operands.base)
    let inPlace = AlignedBuffer(copying: operands.base)
    operands.combine(into: inPlace, base: inPlace)
    #expect(inPlace.hasBits(of: apart), "\(S.self) \(vectors) vectors, \(termCount) terms")
  }

  @Test("a combination may overwrite its base, to the bit", arguments: 1...13)
  func inPlace(vectors: Int) {
    for termCount in [0, 1, 3, 7] {
      checkInPlace(Float.self, vectors, termCount)
      checkInPlace(Double.self, vectors, termCount)
    }
  }
}
