/// To add a method: a tableau in its own file, and its name in this list.
extension Tableau {
  /// Every method that a user can name.
  public static let all: [Tableau] = [
    euler, midpoint, heun, rk4, rk4ThreeEighths, bogackiShampine, dormandPrince,
    dormandPrinceClassic, tsitouras, kutta3,
  ]

  /// The method of that name.
  public static func named(_ name: String) -> Tableau? { all.first { $0.name == name } }
}
