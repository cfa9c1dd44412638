/// Source: Kutta 1901, *Beitrag zur näherungsweisen Integration totaler Differentialgleichungen*;
/// Hairer, Nørsett, Wanner, *Solving Ordinary Differential Equations I*, II.1.
extension Tableau {
  /// Kutta's method of order 3; Simpson's rule for a field that depends only on t.
  public static let kutta3 = Tableau(
    name: "kutta3", order: 3, c: [0, 0.5, 1], a: [[], [0.5], [-1, 2]],
    b: [1.0 / 6, 2.0 / 3, 1.0 / 6])
}
