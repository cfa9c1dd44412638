import NeuralODE

extension Experiment {
  /// The authors' own toy configuration.
  package static let paperToy = Experiment(
    name: "paper-toy",
    summary: "the authors' toy configuration: 2 data sets, ResNet, NODE and ANODE, 50 epochs",
    claims: [
      Claim(
        "ANODEs fit the functions that NODEs can't", section: Section.toy,
        rule: Rule(
          .below(.loss, "sphere anode", 0.05), .below(.loss, "sphere anode", than: "sphere node"))
      ),
      Claim(
        "Train on data which can be \u{201C}linearly separable\u{201D}",
        section: Section.experiments,
        rule: Rule(
          .below(.loss, "sine resnet", 0.05), .below(.loss, "sine node", 0.05),
          .below(.loss, "sine anode", 0.05))),
      Claim(
        "Much faster despite higher input dim", section: Section.toy,
        rule: Rule(.below(.evaluationsToLoss, "sphere anode", than: "sphere node"))),
    ],
    variants: [
      ("sphere", DatasetConfiguration.annulus),
      ("sine", DatasetConfiguration(kind: .sines, negativeCount: 1500, positiveCount: 1500)),
    ].flatMap { name, data in
      [("resnet", ModelConfiguration.resnet()), ("node", .node()), ("anode", .anode(p: 5))].map {
        Variant("\(name) \($0)", data: data, model: $1, epochs: 50)
      }
    }, targetLoss: 0.05, measures: [.loss, .error, .nfe, .evaluationsToLoss],
    figures: [
      Figure(
        "sphere", "Training loss on the sphere", .curves(.loss, isLogarithmic: true),
        variants: ["sphere resnet", "sphere node", "sphere anode"]),
      Figure(
        "sine", "Training loss on the sines", .curves(.loss, isLogarithmic: true),
        variants: ["sine resnet", "sine node", "sine anode"]),
      Figure(
        "nfe", "NFE of training solves at 1e-3", .curves(.nfe, isLogarithmic: false),
        variants: ["sphere node", "sphere anode", "sine node", "sine anode"]),
    ],
    note: """
      Data, models and rates of config.json in github.com/EmilienDupont/augmented-neural-odes (sphere 500 + 1500 points, sine \
      1500 + 1500, batch 64, hidden 32, ANODE of p = 5), for 50 epochs.
      """)
}
