import NeuralODE

extension SettingTable {
  /// How the series of a law of motion are observed.
  static let ofSeries: [Setting] = [
    .common(
      "series", .data, .integer(1...10_000, steps: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]),
      "how many series are observed", if: { $0.setup.data.kind.dynamics != nil },
      get: {
        .integer($0.setup.data.kind.dynamics == nil ? 1 : $0.setup.data.positiveCount)
      },
      set: { state, value in
        guard state.setup.data.kind.dynamics != nil else { return notSeries }
        if case .integer(let count) = value {
          (state.setup.data.negativeCount, state.setup.data.positiveCount) = (0, count)
        }
        return nil
      }),
    .common(
      "observations", .data, .integer(2...1000, steps: [2, 5, 10, 20, 50, 100]),
      "observations of a series, its start among them",
      if: { $0.setup.data.sampling != nil }, get: { .integer(sampling($0).observations) },
      set: { state, value in
        guard state.setup.data.sampling != nil else { return notSeries }
        if case .integer(let count) = value { state.setup.data.sampling?.observations = count }
        return nil
      }),
    .common(
      "end-time", .data, .real(0.01...100, steps: [0.5, 1, 2, 4, 6.65, 10, 20]),
      "time of a series' last observation", if: { $0.setup.data.sampling != nil },
      get: { .real(sampling($0).end) },
      set: { state, value in
        guard state.setup.data.sampling != nil else { return notSeries }
        if case .real(let end) = value { state.setup.data.sampling?.end = end }
        return nil
      }),
    .common(
      "missing", .data, .real(0...0.95, steps: [0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9]),
      "share of observations that is left out at random",
      if: { $0.setup.data.sampling != nil }, get: { .real(sampling($0).missing) },
      set: { state, value in
        guard state.setup.data.sampling != nil else { return notSeries }
        if case .real(let share) = value { state.setup.data.sampling?.missing = share }
        return nil
      }),
  ]

  private static let notSeries = "these data are no series of a known law of motion"

  private static func sampling(_ state: DuelState) -> SeriesSampling {
    state.setup.data.sampling ?? SeriesSampling(observations: 2, end: 1)
  }
}
