/// Fixed-step methods. Source: Hairer, Nørsett, Wanner, *Solving ODEs I*, II.1.
extension Tableau {
  /// y1 = y0 + dt f(t0, y0): with unit steps, a residual network.
  public static let euler = Tableau(
    name: "euler", order: 1, c: [0], a: [[]], b: [1], interpolant: .polynomials([[1]]))

  /// Runge's midpoint rule.
  public static let midpoint = Tableau(
    name: "midpoint", order: 2, c: [0, 0.5], a: [[], [0.5]], b: [0, 1])

  /// Heun's trapezoidal predictor-corrector.
  public static let heun = Tableau(
    name: "heun", order: 2, c: [0, 1], a: [[], [1]], b: [0.5, 0.5])

  /// The classic method of order 4.
  public static let rk4 = Tableau(
    name: "rk4", order: 4, c: [0, 0.5, 0.5, 1], a: [[], [0.5], [0, 0.5], [0, 0, 1]],
    b: [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6])

  /// Kutta's 3/8 rule of order 4 (torchdiffeq's `rk4`).
  public static let rk4ThreeEighths = Tableau(
    name: "rk4-38", order: 4, c: [0, 1.0 / 3, 2.0 / 3, 1],
    a: [[], [1.0 / 3], [-1.0 / 3, 1], [1, -1, 1]], b: [1.0 / 8, 3.0 / 8, 3.0 / 8, 1.0 / 8])
}
