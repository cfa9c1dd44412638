/// Computes the state within a step from the step's values, at θ = (t − t0)/dt in 0…1.
public enum Interpolant: Sendable, Equatable {
  /// Cubic through y0, y1 with slopes f0, f1: order 3.
  case hermite
  /// torchdiffeq's quartic through y0, y1 with slopes f0, f1, and y_mid = y0 + dt Σ mid_i k_i.
  case quartic(mid: [Double])
  /// y0 + dt Σ_i p_i(θ) k_i; row i holds the coefficients of θ, θ², … in p_i.
  case polynomials([[Double]])

  /// Whether it needs f(t1, y1), which an FSAL method has anyway.
  var usesFinalSlope: Bool {
    switch self {
    case .hermite, .quartic: true
    case .polynomials: false
    }
  }
}

/// The state within a step: y(θ) = start · y0 + end · y1 + dt Σ slopes_i · k_i.
struct InterpolationWeights {
  var start: Double
  var end: Double
  /// One per stage; a method that is not FSAL has f(t1, y1) as an extra slope at the end. In the
  /// method's memory, valid until the next weights are computed: a solve allocates nothing.
  let slopes: UnsafePointer<Double>
  let count: Int

  init(_ method: MethodTables, at x: Double) {
    let x2 = x * x
    let x3 = x2 * x
    let x4 = x3 * x
    let slopes = method.slopes
    let last = method.finalSlopeIndex
    count = max(method.stages, last + 1)
    for i in 0..<count { slopes[i] = 0 }
    switch method.interpolant {
    case .hermite:
      start = 1 - 3 * x2 + 2 * x3
      end = 3 * x2 - 2 * x3
      slopes[0] = x - 2 * x2 + x3
      slopes[last] += x3 - x2
    case .quartic(let mid):
      // Coefficients of x⁴ … x⁰ are 2dt(f1 − f0) − 8(y1 + y0) + 16y_mid, dt(5f0 − 3f1) + 18y0 +
      // 14y1 − 32y_mid, dt(f1 − 4f0) − 11y0 − 5y1 + 16y_mid, dt·f0, y0.
      let middle = 16 * x4 - 32 * x3 + 16 * x2
      start = 1 - 8 * x4 + 18 * x3 - 11 * x2 + middle
      end = -8 * x4 + 14 * x3 - 5 * x2
      for i in 0..<method.stages { slopes[i] = middle * mid[i] }
      slopes[0] += -2 * x4 + 5 * x3 - 4 * x2 + x
      slopes[last] += 2 * x4 - 3 * x3 + x2
    case .polynomials(let rows):
      start = 1
      end = 0
      for i in 0..<rows.count {
        var sum = 0.0
        for power in stride(from: rows[i].count - 1, through: 0, by: -1) {
          sum = (sum + rows[i][power]) * x
        }
        slopes[i] = sum
      }
    }
    self.slopes = UnsafePointer(slopes)
  }
}
