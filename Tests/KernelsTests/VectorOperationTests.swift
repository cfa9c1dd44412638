import Foundation
import Solvers
import Testing

@Suite("Operations on registers work lane by lane")
struct VectorOperationTests {
  func register<S: KernelSet>(_: S.Type, _ value: (Int) -> S.Scalar) -> S.Register {
    var result = S.splat(0)
    for lane in result.indices { result[lane] = value(lane) }
    return result
  }

  func numbers<S: KernelSet>(_ register: S.Register, _: S.Type) -> [S.Scalar] {
    register.indices.map { register[$0] }
  }

  @Test("arithmetic works lane by lane")
  func arithmetic() {
    func check<S: KernelSet>(_: S.Type) {
      let (a, b, c) = (
        register(S.self) { S.Scalar($0) - 2.5 }, register(S.self) { S.Scalar($0 % 3) + 0.5 },
        register(S.self) { S.Scalar($0) * 0.25 }
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
    for choice in KernelChoice.all {
      check(choice.float)
      check(choice.double)
    }
  }

  @Test(
    "the greater of two lanes is the second if one is NaN; a bound of 0 is not above 0"
  )
  func exceptions() {
    func check<S: KernelSet>(_: S.Type) {
      let (nan, one) = (S.splat(.nan), S.splat(1))
      #expect(numbers(S.maximum(nan, one), S.self).allSatisfy { $0 == 1 })
      #expect(numbers(S.maximum(one, nan), S.self).allSatisfy { $0.isNaN })
      for gate in [S.splat(0), S.splat(-0.0), S.splat(-1), nan] {
        // A closed gate turns even NaN into 0.
        #expect(numbers(S.gated(nan, where: gate), S.self).allSatisfy { $0 == 0 })
      }
      #expect(numbers(S.select(one, below: one, nan, one), S.self).allSatisfy { $0 == 1 })
      #expect(numbers(S.select(nan, below: one, nan, one), S.self).allSatisfy { $0 == 1 })
      #expect(S.magnitude(S.splat(-0.0))[0].sign == .plus)
    }
    for choice in KernelChoice.all {
      check(choice.float)
      check(choice.double)
    }
  }

  @Test("the first lanes of a register are kept, and the count is clamped")
  func first() {
    func check<S: KernelSet>(_: S.Type) {
      let lanes = S.Register.scalarCount
      let x = register(S.self) { S.Scalar($0 + 1) }
      for count in -3...lanes + 3 {
        let found = numbers(S.first(count, of: x), S.self)
        #expect(
          found == (0..<lanes).map { $0 < count ? S.Scalar($0 + 1) : 0 }, "\(S.self) \(count)")
        // The other lanes may be anything.
        let junk = register(S.self) { $0 < count ? S.Scalar(1) : .nan }
        #expect(numbers(S.first(count, of: junk), S.self).allSatisfy { !$0.isNaN })
      }
    }
    for choice in KernelChoice.all {
      check(choice.float)
      check(choice.double)
    }
  }

  /// The greatest error of a function in 1024 numbers, in ulps of the C library's result.
  func worst<S: KernelSet>(
    _ range: ClosedRange<Double>, of: S.Type, _ found: (S.Register) -> S.Register,
    _ wanted: (Double) -> Double
  ) -> Double {
    var worst = 0.0
    let lanes = S.Register.scalarCount
    for k in stride(from: 0, to: 1024, by: lanes) {
      let x: S.Register = register(S.self) {
        S.Scalar(range.lowerBound + (range.upperBound - range.lowerBound) * Double(k + $0) / 1023)
      }
      let y = found(x)
      for lane in 0..<lanes {
        let exact = wanted(Double(x[lane]))
        worst = max(worst, abs(Double(y[lane]) - exact) / Double(S.Scalar(exact).ulp))
      }
    }
    return worst
  }

  @Test("eˣ is within two ulps of the C library's for x ≤ 0, and 0 below the range")
  func exponentials() {
    func check<S: KernelSet>(_: S.Type, least: Double) {
      for low in [-1e-3, -0.4, -1, -20, least] {
        let worst = worst(low...0, of: S.self, S.exponential(ofNonpositive:), Foundation.exp)
        #expect(worst <= 2, "\(S.self) from \(low)")
      }
      for x in [least - 1, -1000, -1e30] {
        #expect(S.exponential(ofNonpositive: S.splat(S.Scalar(x)))[0] == 0, "\(S.self) \(x)")
      }
      #expect(S.exponential(ofNonpositive: S.splat(0))[0] == 1)
    }
    for choice in KernelChoice.all {
      check(choice.float, least: -87)
      check(choice.double, least: -708)
    }
  }

  @Test("logarithms are within a few ulps of the C library's")
  func logarithms() {
    func check<S: KernelSet>(_: S.Type) {
      for high in [1e-6, 0.01, 0.5, 1] {
        let worst = worst(0...high, of: S.self, S.logarithm(ofOnePlus:), Foundation.log1p)
        #expect(worst <= 4, "\(S.self) of 1 + \(high)")
      }
      let above = worst(1...1000, of: S.self, { S.logarithm($0) }, Foundation.log)
      let below = worst(1e-6...0.9, of: S.self, { S.logarithm($0) }, Foundation.log)
      #expect(max(above, below) <= 2, "\(S.self)")
    }
    for choice in KernelChoice.all {
      check(choice.float)
      check(choice.double)
    }
  }

  @Test("a peak loop computes as many chains as it counts")
  func peak() {
    func check<S: KernelSet>(_: S.Type) {
      let lanes = S.Register.scalarCount
      #expect(S.registerLanes == lanes)
      // Chains start at 1 to 12; their sum is 78.
      for count in [0, 1, 2, 5] {
        let sum = S.multiplyAddChains(count: count, factor: 1, term: 2)
        #expect(sum == S.Scalar(lanes * (78 + 12 * 2 * count)))
        let halved = S.multiplyAddChains(count: count, factor: 0.5, term: 0)
        #expect(halved == S.Scalar(lanes * 78) / S.Scalar(1 << count))
      }
    }
    for choice in KernelChoice.all {
      check(choice.float)
      check(choice.double)
    }
  }

  @Test("registers are 128, 256 or 512 bits wide, and divide a vector of 512")
  func widths() {
    #expect(Float.laneCount * 32 == 512 && Double.laneCount * 64 == 512)
    for choice in KernelChoice.all {
      #expect([128, 256, 512].contains(choice.registerBits))
      #expect(choice.float.registerLanes == 2 * choice.double.registerLanes)
    }
    #expect(Float.kernels.registerLanes * 32 == KernelChoice.current.registerBits)
  }

  @Test("a multiply-add rounds once, whatever its bits")
  func anyBits() {
    func check<S: KernelSet>(_: S.Type) {
      var state: UInt64 = 7
      func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
      }
      // Numbers of every size, sign and kind, and neighbours of the product, which cancel or are
      // half way between two numbers.
      func any() -> S.Scalar {
        if S.Scalar.self == Float.self {
          return S.Scalar(Float(bitPattern: UInt32(truncatingIfNeeded: next() >> 16)))
        }
        return S.Scalar(Double(bitPattern: next()))
      }
      func near(_ x: S.Scalar) -> S.Scalar {
        switch next() % 6 {
        case 0: return -x
        case 1: return -x.nextUp
        case 2: return x * (S.Scalar.ulpOfOne / 2)
        case 3: return x * S.Scalar.ulpOfOne * (S.Scalar.ulpOfOne + 1) / 2
        case 4: return x / 3
        default: return any()
        }
      }
      var wrong: [String] = []
      for _ in 0..<4000 {
        let a: S.Register = register(S.self) { _ in any() }
        let b: S.Register = register(S.self) { _ in next() % 4 == 0 ? any() : 1 / near(any()) }
        let c: S.Register = register(S.self) { near(a[$0] * b[$0]) }
        let found = S.fma(a, b, c)
        for lane in a.indices {
          let wanted = c[lane].addingProduct(a[lane], b[lane])
          let isRight =
            wanted.isNaN
            ? found[lane].isNaN : found[lane] == wanted && found[lane].sign == wanted.sign
          if !isRight { wrong.append("\(a[lane]) * \(b[lane]) + \(c[lane]): \(found[lane])") }
        }
      }
      #expect(wrong.isEmpty, "\(S.self): \(wrong.count), \(wrong.prefix(3))")
    }
    for choice in KernelChoice.all {
      check(choice.float)
      check(choice.double)
    }
  }
}
