import NeuralODE

extension Experiment {
  /// Is the learned flow the one that is computed?
  package static let integrated = Experiment(
    name: "integrated", summary: "forward-backward error by epoch at 1e-3 and at 1e-6",
    claims: ["1e-3", "1e-6"].map { tolerance in
      Claim(
        "The feature mapping \u{3C6}(x) is a homeomorphism", section: Section.limitations,
        rule: Rule(
          .below(.inverseError, "node \(tolerance)", 0.01),
          .below(.inverseError, "anode p=1 \(tolerance)", 0.01)))
    },
    variants: ["1e-3", "1e-6"].flatMap { tolerance in
      let training = TrainingConfiguration.published { $0.tolerance = Double(tolerance) ?? 1e-3 }
      return [
        Variant("node \(tolerance)", model: .node(), training: training, epochs: 40),
        Variant("anode p=1 \(tolerance)", model: .anode(), training: training, epochs: 40),
      ]
    }, watch: .integration, measures: [.inverseError, .nfe, .probeNFE, .loss],
    figures: [
      Figure(
        "error", "Greatest relative error of points solved to t = 1 and back",
        .curves(.inverseError, isLogarithmic: true)),
      Figure(
        "probe", "NFE of the trained flow at 1e-6", .curves(.probeNFE, isLogarithmic: true)),
    ],
    note: """
      A homeomorphism can be undone: solved forward and back at its own tolerance, a flow that is integrated brings its inputs \
      back, here to 1 % for the worst of 256 points. The first verdict is at 1e-3, the published tolerance, the second at \
      1e-6. Weights and states are of single precision.
      """)
}
