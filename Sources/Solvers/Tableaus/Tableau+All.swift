/// The list of methods. A new one is a tableau in a file of its own, and a line here.
extension Tableau {
  /// Every method, as a user may name it.
  public static let all: [Tableau] = [
    euler, midpoint, heun, rk4, rk4ThreeEighths, bogackiShampine, dormandPrince,
    dormandPrinceClassic, tsitouras, kutta3,
  ]

  /// The method of that name.
  public static func named(_ name: String) -> Tableau? { all.first { $0.name == name } }
}
