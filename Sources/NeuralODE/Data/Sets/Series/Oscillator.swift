extension DatasetKind {
  /// A spring let go at rest, of which the position is seen and not the velocity: all motions pass
  /// through 0 at once, so that no flow on the line can follow them.
  public static let oscillator = DatasetKind.series(
    "oscillator", "a spring's position, its velocity unseen",
    Dynamics(
      names: ["position", "velocity"], observed: 1, start: { [$0.uniform(-1, 1), 0] },
      field: { [$0[1], -$0[0]] }), count: 100, SeriesSampling(observations: 20, end: 6.65))
}
