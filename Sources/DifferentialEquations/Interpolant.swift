/// How the state within a step is found from what the step computed, θ = (t − t0)/dt in 0…1.
public enum Interpolant: Sendable, Equatable {
  /// Cubic through y0, y1 with slopes f0, f1: order 3.
  case hermite
  /// Quartic through y0, y1 with slopes f0, f1, and y_mid = y0 + dt Σ mid_i k_i: torchdiffeq's.
  case quartic(mid: [Double])
  /// y0 + dt Σ_i p_i(θ) k_i, row i being the coefficients of θ, θ², … of p_i.
  case polynomials([[Double]])

  /// Does it need f(t1, y1)? (An FSAL method has it for nothing.)
  var usesFinalSlope: Bool {
    switch self {
    case .hermite, .quartic: true
    case .polynomials: false
    }
  }
}
