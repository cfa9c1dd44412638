/// An explicit Runge–Kutta method as data: stages Y_i = y0 + dt Σ_{j<i} a_ij k_j with k_i = f(t0 + c_i dt, Y_i), and
/// y1 = y0 + dt Σ b_i k_i.
///
/// Source of the notation: Hairer, Nørsett, Wanner, *Solving Ordinary Differential Equations I*, section II.1.
public struct Tableau: Sendable, Equatable {
  /// Name, as a user types it.
  public let name: String
  /// Order of y1.
  public let order: Int
  /// Abscissae, one a stage; the first is 0.
  public let c: [Double]
  /// Row i holds a_i0 … a_i,i−1 (row 0 is empty).
  public let a: [[Double]]
  /// Weights of y1.
  public let b: [Double]
  /// Weights of the error estimate Σ errorWeights_i · dt · k_i; empty for a method of fixed steps.
  public let errorWeights: [Double]
  /// How the state within a step is found.
  public let interpolant: Interpolant
  /// Is the last stage the first of the next step (first same as last)?
  public let isFSAL: Bool

  /// A method. The last stage of an FSAL method is f(t1, y1).
  public init(
    name: String, order: Int, c: [Double], a: [[Double]], b: [Double], errorWeights: [Double] = [],
    interpolant: Interpolant = .hermite
  ) {
    precondition(c.count == a.count && c.count == b.count, "one row, abscissa and weight a stage")
    precondition(errorWeights.isEmpty || errorWeights.count == c.count, "one error weight a stage")
    self.name = name
    self.order = order
    self.c = c
    self.a = a
    self.b = b
    self.errorWeights = errorWeights
    self.interpolant = interpolant
    let last = c.count - 1
    isFSAL = last > 0 && c[last] == 1 && b[last] == 0 && a[last] == Array(b.dropLast())
  }

  /// Number of stages.
  public var stages: Int { c.count }
  /// Does it estimate its error, so that steps can be chosen?
  public var isAdaptive: Bool { !errorWeights.isEmpty }
  /// Evaluations a step costs.
  public var evaluationsPerStep: Int { isFSAL ? stages - 1 : stages }
}

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

/// The state within a step as a linear function of what the step computed:
/// y(θ) = start · y0 + end · y1 + dt Σ slopes_i · k_i.
struct InterpolationWeights {
  var start: Double
  var end: Double
  var slopes: [Double]

  /// Weights at θ. A method which is not FSAL has f(t1, y1) as one more slope, the last.
  init(_ tableau: Tableau, at x: Double) {
    let x2 = x * x
    let x3 = x2 * x
    let x4 = x3 * x
    slopes = Array(repeating: 0, count: tableau.stages + (tableau.isFSAL ? 0 : 1))
    let last = slopes.count - 1
    switch tableau.interpolant {
    case .hermite:
      start = 1 - 3 * x2 + 2 * x3
      end = 3 * x2 - 2 * x3
      slopes[0] = x - 2 * x2 + x3
      slopes[last] += x3 - x2
    case .quartic(let mid):
      // Coefficients of x⁴ … x⁰ are 2dt(f1 − f0) − 8(y1 + y0) + 16y_mid, dt(5f0 − 3f1) + 18y0 + 14y1 − 32y_mid,
      // dt(f1 − 4f0) − 11y0 − 5y1 + 16y_mid, dt·f0, y0.
      let middle = 16 * x4 - 32 * x3 + 16 * x2
      start = 1 - 8 * x4 + 18 * x3 - 11 * x2 + middle
      end = -8 * x4 + 14 * x3 - 5 * x2
      for i in 0..<tableau.stages { slopes[i] = middle * mid[i] }
      slopes[0] += -2 * x4 + 5 * x3 - 4 * x2 + x
      slopes[last] += 2 * x4 - 3 * x3 + x2
    case .polynomials(let rows):
      start = 1
      end = 0
      for (i, row) in rows.enumerated() {
        slopes[i] = row.reversed().reduce(0) { ($0 + $1) * x }
      }
    }
  }
}
