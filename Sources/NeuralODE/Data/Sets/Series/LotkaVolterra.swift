extension DatasetKind {
  /// Prey and predators (Lotka 1925, Volterra 1926) with growth 2/3, catch 4/3, and both rates of
  /// the predators 1: closed curves round (1, 1/2).
  public static let lotkaVolterra: DatasetKind = {
    var kind = DatasetKind.series(
      "lotka-volterra", "prey and their predators",
      Dynamics(
        names: ["prey", "predators"], observed: 2,
        start: { [$0.uniform(0.6, 1.6), $0.uniform(0.4, 1.2)] },
        field: { [2.0 / 3 * $0[0] - 4.0 / 3 * $0[0] * $0[1], $0[0] * $0[1] - $0[1]] }),
      count: 100, SeriesSampling(observations: 20, end: 7.6))
    kind.window = 2.4
    return kind
  }()
}
