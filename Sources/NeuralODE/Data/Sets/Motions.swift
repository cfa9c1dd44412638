import Math

extension DatasetKind {
  /// A set of `count` series that follow a law of motion.
  static func series(
    _ name: String, _ summary: String, _ dynamics: Dynamics, count: Int, _ sampling: SeriesSampling
  ) -> DatasetKind {
    var kind = DatasetKind(name, summary, source: .dynamics(dynamics))
    kind.counts = (0, count)
    kind.dimension = dynamics.observed
    kind.sampling = sampling
    kind.signNames = ("starts below 0", "starts above 0")
    kind.window = nil
    kind.probe = .learned
    kind.publish = { $0.learnSeries() }
    return kind
  }

  /// A spiral whose speed falls with the cube of its size, in short windows of one long motion:
  /// torchdiffeq's demonstration (https://github.com/rtqichen/torchdiffeq, examples/ode_demo.py).
  public static let spiral: DatasetKind = {
    var dynamics = Dynamics(names: ["x", "y"], observed: 2, start: { _ in [2, 0] }) { state in
      let (x, y) = (state[0] * state[0] * state[0], state[1] * state[1] * state[1])
      return [-0.1 * x - 2 * y, 2 * x - 0.1 * y]
    }
    dynamics.cutting = .windows(of: 10)
    dynamics.shownEnd = 20
    var kind = DatasetKind.series(
      "spiral", "windows of a cubed spiral", dynamics, count: 200,
      SeriesSampling(observations: 10, end: 0.225))
    kind.window = 2.4
    return kind
  }()

  /// A spring released at rest; only its position is observed. All motions pass through 0 at the
  /// same time, which no flow on the line can do.
  public static let oscillator = DatasetKind.series(
    "oscillator", "a spring's position, its velocity unseen",
    Dynamics(
      names: ["position", "velocity"], observed: 1, start: { [$0.uniform(-1, 1), 0] },
      field: { [$0[1], -$0[0]] }), count: 100, SeriesSampling(observations: 20, end: 6.65))

  /// A pendulum released at rest, up to 2.6 rad from the bottom; only its angle is observed. Wider
  /// swings take longer.
  public static let pendulum = DatasetKind.series(
    "pendulum", "a pendulum's angle in large swings",
    Dynamics(
      names: ["angle", "velocity"], observed: 1, start: { [$0.uniform(-2.6, 2.6), 0] },
      field: { [$0[1], -Elementary.sin($0[0])] }), count: 100,
    SeriesSampling(observations: 20, end: 7.6))

  /// Prey and predators (Lotka 1925, Volterra 1926) with growth 2/3, catch 4/3 and both predator
  /// rates 1: closed curves around (1, 1/2).
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

  /// Lorenz's convection (J. Atmos. Sci. 20, 1963, p. 130) with σ = 10, ρ = 28, β = 8/3, in short
  /// windows of one long motion. To make the attractor as large as other sets, coordinates are
  /// x/20, y/20 and (z − 25)/20.
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

extension RunConfiguration {
  /// The reference runs' settings for series: a smooth, autonomous field without a readout. The
  /// learning rate is higher; with it none of 20 seeds stays in a bad minimum.
  mutating func learnSeries() {
    (model.activation, model.isTimeDependent, model.hasReadout) = (.tanh, false, false)
    (training.learningRate, training.batchSize, training.tolerance) = (1e-2, 16, 1e-4)
  }
}
