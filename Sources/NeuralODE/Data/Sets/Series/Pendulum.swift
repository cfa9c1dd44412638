import Elementary

extension DatasetKind {
  /// A pendulum let go at rest, up to 2.6 rad from below, of which the angle is seen: the farther it
  /// swings, the longer it takes.
  public static let pendulum = DatasetKind.series(
    "pendulum", "a pendulum's angle in large swings",
    Dynamics(
      names: ["angle", "velocity"], observed: 1, start: { [$0.uniform(-2.6, 2.6), 0] },
      field: { [$0[1], -Elementary.sin($0[0])] }), count: 100,
    SeriesSampling(observations: 20, end: 7.6))
}
