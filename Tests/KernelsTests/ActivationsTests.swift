import Foundation
import Solvers
import Testing

/// Activations and gates, their derivatives, as epilogues of the map z = x.
@Suite("Activations are accurate to a few units in the last place, and gates are their slopes")
struct ActivationsTests {
  /// Applies an epilogue to each number.
  func apply<S: LaneScalar>(
    _ epilogue: AffineEpilogue, _ x: AlignedBuffer<S>, gates: AlignedBuffer<S>? = nil
  ) -> AlignedBuffer<S> {
    let y = AlignedBuffer<S>(count: x.count)
    let one = AlignedBuffer<S>([1])
    S.kernels.affine(
      AffineMap(
        y: y.base, x: x.base, weights: one.base, stride: 1, outputs: 1, inputs: 1,
        epilogue: epilogue, gates: gates.map(\.base)),
      blocks: x.count / S.laneCount)
    withExtendedLifetime((x, one, gates)) {}
    return y
  }

  /// Evenly spaced numbers from −range to range.
  func sweep<S: LaneScalar>(_ range: Double, of: S.Type) -> AlignedBuffer<S> {
    AlignedBuffer((0..<4096).map { (Double($0) / 4095 * 2 - 1) * range })
  }

  @Test(
    "softplus, tanh, SiLU and ELU are accurate to a few units in the last place, over their whole range"
  )
  func values() {
    func check<S: LaneScalar>(_: S.Type) {
      for range in [1e-6, 0.05, 0.13, 1, 20, 25, 80] {
        let x = sweep(range, of: S.self)
        let values: [(Activation, (Double) -> Double)] = [
          (.softplus, { z in z > 20 ? z : log1p(exp(z)) }), (.tanh, { z in tanh(z) }),
          (.silu, { z in z / (1 + exp(-z)) }), (.elu, { z in z > 0 ? z : expm1(z) }),
        ]
        for (activation, exact) in values {
          let y = apply(.activation(activation), x)
          var worst = 0.0
          for i in 0..<x.count {
            let expected = exact(Double(x.base[i]))
            worst = max(
              worst,
              abs(Double(y.base[i]) - expected) / max(abs(expected), Double(S.leastNormalMagnitude))
            )
          }
          #expect(worst <= 8 * Double(S.ulpOfOne), "\(S.self) \(activation) to \(range)")
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("far from 0 softplus is 0 or z, and tanh is ±1; ReLU is exact")
  func ends() {
    func check<S: LaneScalar>(_: S.Type) {
      let far = AlignedBuffer<S>([
        -1e30, -1000, -200, -0.0, 0, 20.5, 1e4, 1e30, -1e10, -710, 21, 22, 23, 100, 200, 300,
      ])
      let softplus = apply(.activation(.softplus), far).numbers
      let tanh = apply(.activation(.tanh), far).numbers
      let relu = apply(.activation(.relu), far).numbers
      for (k, z) in far.numbers.enumerated() {
        if z > 20 { #expect(softplus[k] == z, "\(z)") }
        if z < -750 { #expect(softplus[k] == 0, "\(z)") }
        #expect(softplus[k] >= 0 && softplus[k].isFinite, "\(z)")
        if z != 0 { #expect(tanh[k] == (z < 0 ? -1 : 1), "\(z)") } else { #expect(tanh[k] == 0) }
        #expect(relu[k] == max(0, z), "\(z)")
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("tanh is odd to the bit and within ±1; softplus is never below z or 0")
  func shapes() {
    func check<S: LaneScalar>(_: S.Type) {
      for range in [0.1, 1, 30] {
        let x = sweep(range, of: S.self)
        let opposite = AlignedBuffer<S>(x.doubles.map { -$0 })
        let (up, down, soft) = (
          apply(.activation(.tanh), x), apply(.activation(.tanh), opposite),
          apply(.activation(.softplus), x)
        )
        for k in 0..<x.count {
          let z = x.base[k]
          let isRight =
            up.base[k] == -down.base[k] && abs(up.base[k]) <= 1 && soft.base[k] >= max(0, z)
          if !isRight { Issue.record("\(S.self) at \(z)") }
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("gates are the activations' derivatives, computed from their values")
  func gates() {
    func check<S: LaneScalar>(_: S.Type) {
      for range in [0.1, 1, 15] {
        let x = sweep(range, of: S.self)
        let ones = AlignedBuffer<S>(filled: x.count, 1)
        let slopes: [(Activation, (Double) -> Double)] = [
          (.relu, { z in z > 0 ? 1 : 0 }), (.softplus, { z in 1 / (1 + exp(-z)) }),
          (.tanh, { z in 1 / (cosh(z) * cosh(z)) }), (.elu, { z in z > 0 ? 1 : exp(z) }),
        ]
        for (activation, slope) in slopes {
          let found = apply(.gate(activation), ones, gates: apply(.activation(activation), x))
          let wanted = x.doubles.map(slope)
          // A value is off by eight ulps, of at most 1 where that matters (e⁻ʰ h < ½), and a gate's
          // slope in it is at most 2; the gate itself rounds numbers up to 1.
          let miss = firstMiss(found, wanted, within: 20 * Double(S.ulpOfOne))
          #expect(miss == nil, "\(S.self) \(activation) to \(range)")
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(
    "an activation writes gates only if it keeps its slope",
    arguments: Activation.allCases)
  func keptSlopes(_ activation: Activation) {
    func check<S: LaneScalar>(_: S.Type) {
      let x = sweep(1, of: S.self)
      let gates = AlignedBuffer<S>(filled: x.count, 7)
      _ = apply(.activation(activation), x, gates: gates)
      let isWritten = gates.numbers.contains { $0 != 7 }
      let keepsSlope = S.kernels.keepsSlope(activation)
      #expect(isWritten == keepsSlope, "\(S.self)")
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("sin, SiLU and their slopes are accurate to a few units in the last place of 1")
  func slopes() {
    func check<S: LaneScalar>(_: S.Type) {
      for range in [1e-3, 1, 4, 30, 3000] {
        let x = sweep(range, of: S.self)
        let slopes = AlignedBuffer<S>(count: x.count)
        let sine = apply(.activation(.sin), x, gates: slopes)
        let bound = 3 * Double(S.ulpOfOne)
        let (sines, cosines) = (x.doubles.map { sin($0) }, x.doubles.map { cos($0) })
        #expect(firstMiss(sine, sines, within: bound) == nil, "\(S.self) to \(range)")
        #expect(firstMiss(slopes, cosines, within: bound) == nil, "\(S.self) to \(range)")
        _ = apply(.activation(.silu), x, gates: slopes)
        let steep: [Double] = x.doubles.map { z in
          let s = 1 / (1 + exp(-z))
          return s + z * s * (1 - s)
        }
        #expect(firstMiss(slopes, steep, within: 4 * bound) == nil, "SiLU to \(range)")
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("GELU and its slope are accurate to a few units in the last place of their terms")
  func gelu() {
    func check<S: LaneScalar>(_: S.Type) {
      for range in [1e-3, 1, 4, 12] {
        let x = sweep(range, of: S.self)
        let slopes = AlignedBuffer<S>(count: x.count)
        let y = apply(.activation(.gelu), x, gates: slopes)
        let wanted = x.doubles.map { z in z * erfc(-z / 2.0.squareRoot()) / 2 }
        let steep = x.doubles.map { z in
          erfc(-z / 2.0.squareRoot()) / 2 + z * exp(-z * z / 2) / (2 * Double.pi).squareRoot()
        }
        // Φ errs by some ulps of 1, multiplied by |z|.
        let bound = 12 * Double(S.ulpOfOne) * max(1, range)
        #expect(firstMiss(y, wanted, within: bound) == nil, "\(S.self) to \(range)")
        #expect(firstMiss(slopes, steep, within: bound) == nil, "slope, \(S.self) to \(range)")
        // A gate multiplies by the stored slope.
        let ones = AlignedBuffer<S>(filled: x.count, 1)
        #expect(apply(.gate(.gelu), ones, gates: slopes).numbers == slopes.numbers)
      }
    }
    check(Float.self)
    check(Double.self)
  }
}
