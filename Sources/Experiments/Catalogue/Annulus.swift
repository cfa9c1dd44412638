import NeuralODE

extension Experiment {
  /// A disk within a ring.
  package static let annulus = Experiment(
    name: "annulus", summary: "losses of ResNet, NODE and ANODE (p = 1, 2, 5) on the annulus",
    claims: [
      Claim(
        "ResNet easily fits g(x) for both d = 1, 2, but NODE cannot.",
        section: Section.experiments,
        rule: Rule(.below(.loss, "resnet", 0.05), .above(.loss, "node", 0.05))),
      Claim(
        "For d = 2 NODE eventually learns but is far more costly compared to ResNets.",
        section: Section.experiments,
        rule: Rule(
          .below(.loss, "node", 0.05), .above(.evaluations, "node", than: "resnet", times: 3))),
      Claim(
        "ANODEs fit the functions that NODEs can't", section: Section.toy,
        rule: Rule(
          .below(.loss, "anode p=1", 0.05), .below(.loss, "anode p=1", than: "node"),
          .below(.loss, "anode p=2", than: "node"), .below(.loss, "anode p=5", than: "node"))),
      Claim(
        "Much faster despite higher input dim", section: Section.toy,
        rule: Rule(
          .below(.epochsToLoss, "anode p=1", than: "node"),
          .below(.epochsToLoss, "anode p=2", than: "node"),
          .below(.epochsToLoss, "anode p=5", than: "node"))),
    ],
    variants: [
      Variant("resnet", model: .resnet(), epochs: 40), Variant("node", model: .node(), epochs: 40),
    ] + [1, 2, 5].map { Variant("anode p=\($0)", model: .anode(p: $0), epochs: 40) },
    targetLoss: 0.05, measures: [.loss, .error, .nfe, .evaluations, .epochsToLoss],
    figures: [
      Figure("loss", "Training loss on the annulus", .curves(.loss, isLogarithmic: true)),
      Figure("nfe", "NFE of training solves at 1e-3", .curves(.nfe, isLogarithmic: false)),
    ])
}
