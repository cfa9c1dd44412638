extension DatasetKind {
  /// Lorenz's convection (J. Atmos. Sci. 20, 1963, p. 130) with σ = 10, ρ = 28, β = 8/3, in short
  /// windows of one long motion. Coordinates are divided by 20, the third less 25 before, so that
  /// the attractor is as large as other sets.
  public static let lorenz: DatasetKind = {
    var dynamics = Dynamics(
      names: ["x", "y", "z"], observed: 3,
      start: { [$0.uniform(-0.5, 0.5), $0.uniform(-0.5, 0.5), $0.uniform(-0.5, 0.5)] }
    ) { state in
      let (x, y, z) = (20 * state[0], 20 * state[1], 20 * state[2] + 25)
      return [10 * (y - x) / 20, (x * (28 - z) - y) / 20, (x * y - 8.0 / 3 * z) / 20]
    }
    dynamics.cutting = .windows(of: 60)
    dynamics.shownEnd = 3
    return DatasetKind.series(
      "lorenz", "short windows of Lorenz's attractor", dynamics, count: 400,
      SeriesSampling(observations: 10, end: 0.36))
  }()
}
