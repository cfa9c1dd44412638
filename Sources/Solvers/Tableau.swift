/// An explicit Runge–Kutta method as data: stages Y_i = y0 + dt Σ_{j<i} a_ij k_j with k_i = f(t0 +
/// c_i dt, Y_i), and y1 = y0 + dt Σ b_i k_i.
///
/// Source of the notation: Hairer, Nørsett, Wanner, *Solving Ordinary Differential Equations I*,
/// section II.1.
public struct Tableau: Sendable, Equatable {
  /// Name, as a user types it.
  public let name: String
  /// Order of y1.
  public let order: Int
  /// Abscissae, one per stage; the first is 0.
  public let c: [Double]
  /// Row i holds a_i0 … a_i,i−1 (row 0 is empty).
  public let a: [[Double]]
  /// Weights of y1.
  public let b: [Double]
  /// Weights of the error estimate Σ errorWeights_i · dt · k_i; empty for a fixed-step method.
  public let errorWeights: [Double]
  /// Computes the state within a step.
  public let interpolant: Interpolant
  /// Whether the last stage is the first of the next step (first same as last).
  public let isFSAL: Bool

  /// A method; an FSAL one is recognised by its last stage, f(t1, y1).
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
  /// Whether it estimates its error and can choose its steps.
  public var isAdaptive: Bool { !errorWeights.isEmpty }
  /// Evaluations per step.
  public var evaluationsPerStep: Int { isFSAL ? stages - 1 : stages }
}
