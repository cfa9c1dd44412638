import Foundation
import Lanes
import Testing

/// What kernels are made of: operations on registers, lane by lane.
@Suite("Operations of registers are those of their lanes")
struct VectorOperationTests {
  func register<S: LaneScalar>(_ value: (Int) -> S) -> S.Register {
    var result = S.splat(0)
    for lane in result.indices { result[lane] = value(lane) }
    return result
  }

  func numbers<S: LaneScalar>(_ register: S.Register, _: S.Type) -> [S] {
    register.indices.map { register[$0] }
  }

  @Test("a register's operations are those of its lanes")
  func arithmetic() {
    func check<S: LaneScalar>(_: S.Type) {
      let (a, b, c) = (
        register { S($0) - 2.5 }, register { S($0 % 3) + 0.5 }, register { S($0) * 0.25 }
      )
      let (x, y, z) = (numbers(a, S.self), numbers(b, S.self), numbers(c, S.self))
      let lanes = x.indices
      #expect(numbers(S.splat(1.5), S.self) == lanes.map { _ in 1.5 })
      #expect(numbers(S.add(a, b), S.self) == lanes.map { x[$0] + y[$0] })
      #expect(numbers(S.subtract(a, b), S.self) == lanes.map { x[$0] - y[$0] })
      #expect(numbers(S.multiply(a, b), S.self) == lanes.map { x[$0] * y[$0] })
      #expect(numbers(S.divide(a, b), S.self) == lanes.map { x[$0] / y[$0] })
      #expect(numbers(S.fma(a, b, c), S.self) == lanes.map { multiplyAdd(x[$0], y[$0], z[$0]) })
      #expect(numbers(S.maximum(a, b), S.self) == lanes.map { max(x[$0], y[$0]) })
      #expect(numbers(S.magnitude(a), S.self) == lanes.map { abs(x[$0]) })
      #expect(numbers(S.squareRoot(b), S.self) == lanes.map { y[$0].squareRoot() })
      #expect(numbers(S.gated(b, where: a), S.self) == lanes.map { x[$0] > 0 ? y[$0] : 0 })
      let chosen = numbers(S.select(a, below: b, c, a), S.self)
      #expect(chosen == lanes.map { x[$0] < y[$0] ? z[$0] : x[$0] })
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("a multiply-add is rounded once where this build fuses, and twice where it does not")
  func fusion() {
    func check<S: LaneScalar>(_: S.Type) {
      // (1 + ε)(1 − ε) − 1 is −ε², which a rounded product loses.
      let (up, down) = (S.splat(1 + S.ulpOfOne), S.splat(1 - S.ulpOfOne))
      let found = S.fma(up, down, S.splat(-1))[0]
      #expect(found == (VectorPath.isFused ? -S.ulpOfOne * S.ulpOfOne : 0))
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(
    "of two lanes of which one is no number, the greater is the second; a bound of 0 is not above 0"
  )
  func exceptions() {
    func check<S: LaneScalar>(_: S.Type) {
      let (nan, one) = (S.splat(.nan), S.splat(1))
      #expect(numbers(S.maximum(nan, one), S.self).allSatisfy { $0 == 1 })
      #expect(numbers(S.maximum(one, nan), S.self).allSatisfy { $0.isNaN })
      for gate in [S.splat(0), S.splat(-0.0), S.splat(-1), nan] {
        // Also of what is no number, a closed gate makes 0.
        #expect(numbers(S.gated(nan, where: gate), S.self).allSatisfy { $0 == 0 })
      }
      #expect(numbers(S.select(one, below: one, nan, one), S.self).allSatisfy { $0 == 1 })
      #expect(numbers(S.select(nan, below: one, nan, one), S.self).allSatisfy { $0 == 1 })
      #expect(S.magnitude(S.splat(-0.0))[0].sign == .plus)
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("the first lanes of a register are kept, none for a count below 1, all for one beyond")
  func first() {
    func check<S: LaneScalar>(_: S.Type) {
      let lanes = S.Register.scalarCount
      let x = register { S($0 + 1) }
      for count in -3...lanes + 3 {
        let found = numbers(S.first(count, of: x), S.self)
        #expect(found == (0..<lanes).map { $0 < count ? S($0 + 1) : 0 }, "\(S.self) \(count)")
        // What is left out may be anything.
        let junk = register { $0 < count ? S(1) : .nan }
        #expect(numbers(S.first(count, of: junk), S.self).allSatisfy { !$0.isNaN })
      }
    }
    check(Float.self)
    check(Double.self)
  }

  /// The greatest distance of a function of 1024 numbers from the C library's, in units in the last
  /// place of the result.
  func worst<S: LaneScalar>(
    _ range: ClosedRange<Double>, of: S.Type, _ found: (S.Register) -> S.Register,
    _ wanted: (Double) -> Double
  ) -> Double {
    var worst = 0.0
    let lanes = S.Register.scalarCount
    for k in stride(from: 0, to: 1024, by: lanes) {
      let x: S.Register = register {
        S(range.lowerBound + (range.upperBound - range.lowerBound) * Double(k + $0) / 1023)
      }
      let y = found(x)
      for lane in 0..<lanes {
        let exact = wanted(Double(x[lane]))
        worst = max(worst, abs(Double(y[lane]) - exact) / Double(S(exact).ulp))
      }
    }
    return worst
  }

  @Test("eˣ is within two units of the C library's for x ≤ 0, and 0 below the range")
  func exponentials() {
    func check<S: LaneScalar>(_: S.Type, least: Double) {
      for low in [-1e-3, -0.4, -1, -20, least] {
        let worst = worst(low...0, of: S.self, S.exponential(ofNonpositive:), Foundation.exp)
        #expect(worst <= 2, "\(S.self) from \(low)")
      }
      for x in [least - 1, -1000, -1e30] {
        #expect(S.exponential(ofNonpositive: S.splat(S(x)))[0] == 0, "\(S.self) \(x)")
      }
      #expect(S.exponential(ofNonpositive: S.splat(0))[0] == 1)
    }
    check(Float.self, least: -87)
    check(Double.self, least: -708)
  }

  @Test("logarithms are within a few units of the C library's")
  func logarithms() {
    func check<S: LaneScalar>(_: S.Type) {
      for high in [1e-6, 0.01, 0.5, 1] {
        let worst = worst(0...high, of: S.self, S.logarithm(ofOnePlus:), Foundation.log1p)
        #expect(worst <= 4, "\(S.self) of 1 + \(high)")
      }
      let above = worst(1...1000, of: S.self, { S.logarithm($0) }, Foundation.log)
      let below = worst(1e-6...0.9, of: S.self, { S.logarithm($0) }, Foundation.log)
      #expect(max(above, below) <= 2, "\(S.self)")
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("a peak loop's chains are as many as it counts, and none is left out")
  func peak() {
    func check<S: PeakMeasurable>(_: S.Type) {
      let lanes = S.Register.scalarCount
      #expect(S.chainOperations == 24 * lanes)
      // Chains start at 1 to 12, whose sum is 78.
      for count in [0, 1, 2, 5] {
        let sum = S.multiplyAddChains(count: count, factor: 1, term: 2)
        #expect(sum == S(lanes * (78 + 12 * 2 * count)))
        let halved = S.multiplyAddChains(count: count, factor: 0.5, term: 0)
        #expect(halved == S(lanes * 78) / S(1 << count))
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("registers are 128, 256 or 512 bits wide and divide a vector, which is 512")
  func widths() {
    #expect([128, 256, 512].contains(VectorPath.registerBits))
    #expect(Float.laneCount * 32 == 512 && Double.laneCount * 64 == 512)
    #expect(Float.Register.scalarCount * 32 == VectorPath.registerBits)
    #expect(Double.Register.scalarCount * 64 == VectorPath.registerBits)
    #expect(VectorPath.summary.hasPrefix("\(VectorPath.registerBits)-bit registers"))
  }
}
