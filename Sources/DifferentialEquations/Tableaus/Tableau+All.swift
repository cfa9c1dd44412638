/// The list of methods. A new one is a tableau in a file of its own, and a line here.
extension Tableau {
  /// The methods of this program.
  public static let builtIn: [Tableau] = [
    euler, midpoint, heun, rk4, rk4ThreeEighths, bogackiShampine, dormandPrince,
    dormandPrinceClassic, tsitouras, kutta3,
  ]

  /// Methods that somebody else brings along, for as long as a task runs.
  @TaskLocal public static var added: [Tableau] = []

  /// Every method, as a user may name it.
  public static var all: [Tableau] { builtIn + added }

  /// The method of that name.
  public static func named(_ name: String) -> Tableau? { all.first { $0.name == name } }
}
