import Foundation
import Solvers
import Testing

extension AffineEpilogue {
  /// Activation values for this epilogue's gate: softplus has no negative ones, and some are 0,
  /// which closes a ReLU's gate.
  func gates<S: LaneScalar>(_ count: Int, _ seed: Int, of: S.Type) -> AlignedBuffer<S> {
    let gates = AlignedBuffer<S>(random: count, seed)
    for k in 0..<count {
      if self == .gate(.softplus) { gates.base[k] = 8 * abs(gates.base[k]) }
      if k % 5 == 0 { gates.base[k] = k % 2 == 0 ? 0 : -0.0 }
    }
    return gates
  }

  /// The epilogue of a sum z in Double, and a kernel's error bound.
  ///
  /// No activation or gate is steeper than 1, so z's error does not grow. The epilogue adds a few
  /// ulps: eight of an activation's value, as in `ActivationsTests`; four of z times a gate, whose
  /// 1 − e⁻ʰ or 1 − h² is off by at most three; one of each summand of `accumulate`.
  func naive<S: LaneScalar>(
    _ z: NaiveSum, gate h: Double, before: Double, of: S.Type, more: Int = 0
  ) -> (value: Double, bound: Double) {
    let (x, bound, ulp) = (z.value, z.bound(S.self, more: more), Double(S.ulpOfOne))
    switch self {
    case .none: return (x, bound)
    case .activation(.relu): return (max(0, x), bound)
    case .activation(.softplus):
      let value = x > 20 ? x : max(x, 0) + log1p(exp(-abs(x)))
      return (value, bound + 8 * ulp * value)
    case .activation(.tanh): return (Foundation.tanh(x), bound + 8 * ulp)
    case .activation(.gelu):
      // Φ is off by some ulps of its own, and by the ulps of its exponent −x².
      let value = x * erfc(-x / 2.0.squareRoot()) / 2
      return (value, 1.2 * bound + 8 * ulp * (abs(value) + abs(x) * exp(-x * x / 4)))
    case .activation(.silu):
      let value = x / (1 + exp(-x))
      return (value, 1.2 * bound + 8 * ulp * abs(value))
    case .activation(.elu): return (x > 0 ? x : expm1(x), bound + 8 * ulp)
    // π n is subtracted in two parts.
    case .activation(.sin): return (Foundation.sin(x), bound + 8 * ulp * max(1, abs(x)))
    case .gate(.elu): return (h < 0 ? x * (h + 1) : x, bound + 4 * ulp * abs(x))
    case .gate(.relu): return (h > 0 ? x : 0, bound)
    case .gate(.softplus): return (x * -expm1(-h), bound + 4 * ulp * abs(x))
    case .gate(.tanh): return (x * (1 - h * h), bound + 4 * ulp * abs(x))
    // The gate multiplies by the stored slope.
    case .gate(let activation) where S.kernels.keepsSlope(activation):
      return (x * h, bound + ulp * abs(x * h))
    case .activation(let activation), .gate(let activation):
      Issue.record("\(activation.rawValue) has no naive form")
      return (.nan, 0)
    case .accumulate: return (x + before, bound + ulp * (abs(x) + abs(before)))
    }
  }
}
