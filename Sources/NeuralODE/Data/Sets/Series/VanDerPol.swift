extension DatasetKind {
  /// Van der Pol's oscillator with μ = 1 (Philosophical Magazine 2, 1926, p. 978): every motion ends
  /// on one closed curve.
  public static let vanDerPol: DatasetKind = {
    var kind = DatasetKind.series(
      "vanderpol", "all motions end on one closed curve",
      Dynamics(
        names: ["x", "y"], observed: 2, start: { [$0.uniform(-2, 2), $0.uniform(-2, 2)] },
        field: { [$0[1], (1 - $0[0] * $0[0]) * $0[1] - $0[0]] }), count: 100,
      SeriesSampling(observations: 20, end: 5.7))
    kind.window = 3
    return kind
  }()
}
