import NeuralODE

extension Experiment {
  package static let dynamicsOscillator = Experiment(
    name: "dynamics-oscillator",
    summary: "a spring's position: p = 0, 1, 2, with and without time as an input",
    claims: [
      Claim(
        """
        All motions of a spring pass through 0 at once, so that no flow on the line can swing, with or without \
        time as an input
        """, section: Section.dynamics,
        rule: Rule(.above(.loss, "p=0", 0.1), .above(.loss, "p=0 time", 0.1))),
      Claim(
        "One appended zero becomes the velocity by itself", section: Section.dynamics,
        rule: Rule(
          .below(.loss, "p=1", 0.01), .below(.loss, "p=1 time", 0.01), .below(.loss, "p=2", 0.01),
          .below(.loss, "p=2 time", 0.01))),
    ],
    variants: variants(.oscillator, p: [0, 1, 2]), measures: [.loss, .nfe, .extrapolation],
    figures: [
      Figure("loss", "Mean squared error on the oscillator", .curves(.loss)),
      Figure("nfe", "NFE of training solves at 1e-4", .curves(.nfe, isLogarithmic: false)),
    ],
    note: """
      100 starts at rest in -1 to 1, 20 observations of the position up to t = 6.65, 200 epochs of batches of 16. \
      A state that stays at 0 has a mean squared error of about 0.17. A first run at the reference runs' learning rate, \
      3e-3, with the same rules, gave the same verdicts, but two seeds of p = 1 (3 and 7) never left 0.04. At 1e-2, now \
      the rate of all sets of series, this happens to no seed of p = 1 without time.
      """)

  package static let dynamicsExtrapolation = Experiment(
    name: "dynamics-extrapolation",
    summary: "spring and pendulum beyond the last observation, with and without time as an input",
    claims: [
      Claim(
        "A model that has found the law goes on as the law does", section: Section.dynamics,
        rule: Rule(
          .below(.extrapolation, "oscillator p=1", 0.05),
          .below(.extrapolation, "oscillator p=1", than: "oscillator p=0", times: 0.1))),
      Claim(
        "A field that is given the time has never seen the times that come after",
        section: Section.dynamics,
        rule: Rule(
          .above(.extrapolation, "oscillator p=1 time", than: "oscillator p=1"),
          .above(.extrapolation, "pendulum p=1 time", than: "pendulum p=1"))),
    ],
    variants: [DatasetKind.oscillator, .pendulum].flatMap { kind in
      variants(kind, p: [0, 1]).map { variant in
        var variant = variant
        variant.name = "\(kind.rawValue) \(variant.name)"
        return variant
      }
    }, measures: [.loss, .extrapolation, .nfe],
    figures: [
      Figure("loss", "Final mean squared error", .ranges(.loss)),
      Figure(
        "extrapolation", "Mean squared error from the last observation to twice its time",
        .ranges(.extrapolation)),
    ],
    note: """
      As dynamics-oscillator, from the last observation to twice its time. At a learning rate of 3e-3, for which the rules \
      were stated, both claims held; at 1e-2, now the rate of all sets of series, the second is undecided on the pendulum \
      (13 of 20 seeds).
      """)

  /// Each p with and without time as an input.
  private static func variants(_ kind: DatasetKind, p: [Int]) -> [Variant] {
    p.flatMap { p in
      [false, true].map { isTimed in
        let data = DatasetConfiguration.published(kind)
        var run = RunConfiguration.published(data, p > 0 ? .anode : .node, augmentation: p)
        run.model.isTimeDependent = isTimed
        return Variant(
          "p=\(p)" + (isTimed ? " time" : ""), data: data, model: run.model,
          training: run.training, epochs: 200)
      }
    }
  }
}
