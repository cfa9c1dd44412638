import Math
import Foundation
import Testing

@Suite("Elementary functions are accurate, and equal on every machine") struct ElementaryTests {
  private let arguments = ElementaryBits.arguments

  private func worst(
    _ arguments: [Double], _ found: (Double) -> Double, _ wanted: (Double) -> Double
  ) -> Double {
    arguments.map { x in
      let w = wanted(x)
      return abs(found(x) - w) / max(w.ulp, .leastNormalMagnitude)
    }.max() ?? 0
  }

  @Test(
    "exp and log are within two units in the last place of the C library's, over their whole range")
  func exponentials() {
    #expect(worst(arguments(20_000, -700, 700), Elementary.exp, Foundation.exp) <= 2)
    #expect(worst(arguments(20_000, -1, 1), Elementary.exp, Foundation.exp) <= 2)
    let positive = arguments(20_000, -700, 700).map(Foundation.exp)
    #expect(worst(positive, Elementary.log, Foundation.log) <= 2)
    #expect(worst(arguments(20_000, 0.5, 2), Elementary.log, Foundation.log) <= 2)
    #expect(worst(arguments(20_000, -0.9, 3), Elementary.log1p, Foundation.log1p) <= 2)
    #expect(worst(positive, Elementary.log1p, Foundation.log1p) <= 2)
    #expect(Elementary.exp(-745.0).isSubnormal)
    #expect(Elementary.exp(710.0) == .infinity && Elementary.exp(-746.0) == 0)
    #expect(Elementary.log(0) == -.infinity && Elementary.log(-1).isNaN && Elementary.log(1) == 0)
  }

  @Test("sin, cos and atan2 are within an ulp of 1, atan2 within four ulps of its result")
  func angles() {
    for range in [10.0, 1000, 900_000, 1e9] {
      for x in arguments(5000, -range, range) {
        // Beyond a million the reduction uses π in Double, whose error grows with the turns.
        let bound = range > 1e6 ? 1e-7 : 0x1p-52
        #expect(abs(Elementary.sin(x) - Foundation.sin(x)) <= bound, "sin \(x)")
        #expect(abs(Elementary.cos(x) - Foundation.cos(x)) <= bound, "cos \(x)")
      }
    }
    let points = zip(arguments(10_000, -2, 2), arguments(10_001, -2, 2).dropFirst())
    for (y, x) in points {
      let wanted = Foundation.atan2(y, x)
      #expect(abs(Elementary.atan2(y, x) - wanted) <= 4 * wanted.ulp, "atan2 \(y), \(x)")
    }
    for (y, x) in [(0.0, 1.0), (0, -1), (-0.0, -1), (1, 0), (-1, 0), (0, 0), (1, 1)] {
      #expect(Elementary.atan2(y, x) == Foundation.atan2(y, x), "atan2 \(y), \(x)")
    }
  }

  @Test("pow is accurate enough for a step controller, and powers of ten are exact")
  func powers() {
    for x in arguments(10_000, -20, 20).map(Foundation.exp) {
      let wanted = Foundation.pow(x, 0.2)
      let bound = (2 + abs(0.2 * Foundation.log(x))) * wanted.ulp
      #expect(abs(Elementary.pow(x, 0.2) - wanted) <= bound, "\(x)")
    }
    for n in -30...30 {
      let power = Elementary.powerOfTen(n)
      #expect(power == Double("1e\(n)"))
      #expect(Elementary.log10(power) == Double(n))
      #expect(Elementary.decimalExponent(power) == n)
      #expect(Elementary.decimalExponent(power.nextDown) == n - 1)
    }
    #expect(worst(arguments(10_000, 0.001, 1e6), Elementary.log10, Foundation.log10) <= 4)
  }

  @Test("a sample of results has the same bits on every machine")
  func bits() { #expect(ElementaryBits.digest == ElementaryBits.expected) }
}
