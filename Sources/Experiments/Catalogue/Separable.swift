import NeuralODE

extension Experiment {
  /// Two curves that need no crossing.
  package static let separable = Experiment(
    name: "separable", summary: "the baseline: two sine curves that a flow can part",
    claims: [
      Claim(
        "Baseline comparison: Train on data which can be \u{201C}linearly separable\u{201D}",
        section: Section.experiments,
        rule: Rule(
          .below(.loss, "resnet", 0.05), .below(.loss, "node", 0.05),
          .below(.loss, "anode p=1", 0.05)))
    ],
    variants: [
      Variant("resnet", data: .sines, model: .resnet(), epochs: 40),
      Variant("node", data: .sines, model: .node(), epochs: 40),
    ]
      + [1, 2, 5].map {
        Variant("anode p=\($0)", data: .sines, model: .anode(p: $0), epochs: 40)
      },
    targetLoss: 0.05, measures: [.loss, .error, .nfe, .epochsToLoss],
    figures: [
      Figure("loss", "Training loss on the sines", .curves(.loss, isLogarithmic: true)),
      Figure("nfe", "NFE of training solves at 1e-3", .curves(.nfe, isLogarithmic: false)),
    ])
}
