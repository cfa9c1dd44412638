extension DatasetKind {
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
}
