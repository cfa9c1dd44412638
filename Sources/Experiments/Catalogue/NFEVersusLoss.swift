import NeuralODE

extension Experiment {
  /// What a loss costs a solve.
  package static let nfeVersusLoss = Experiment(
    name: "nfe-vs-loss", summary: "the NFE that a function of a given loss needs",
    claims: [
      Claim(
        "ANODEs train faster and obtain lower losses at a smaller computational cost than NODEs",
        section: Section.images,
        rule: Rule(
          .below(.nfeAtLoss, "anode p=1", than: "node"),
          .below(.nfeAtLoss, "anode p=5", than: "node"))),
      Claim(
        "ANODEs train faster and obtain lower losses at a smaller computational cost than NODEs",
        section: Section.images,
        rule: Rule(
          .below(.nfeAtLoss, "anode p=1 1e-6", than: "node 1e-6"),
          .below(.nfeAtLoss, "anode p=5 1e-6", than: "node 1e-6"))),
      Claim(
        """
        to compute a function which obtains a loss of 0.8 on CIFAR10, a NODE requires approximately 100 \
        function evaluations whereas ANODEs only require 50
        """, section: Section.images,
        rule: Rule(.below(.nfeAtLoss, "anode p=5 1e-6", than: "node 1e-6", times: 0.5))),
    ],
    variants: [1e-3, 1e-6].flatMap { tolerance in
      let training = TrainingConfiguration.published { $0.tolerance = tolerance }
      let suffix = tolerance == 1e-6 ? " 1e-6" : ""
      return [
        Variant("node" + suffix, model: .node(), training: training, epochs: 40),
        Variant("anode p=1" + suffix, model: .anode(p: 1), training: training, epochs: 40),
        Variant("anode p=5" + suffix, model: .anode(p: 5), training: training, epochs: 40),
      ]
    }, targetLoss: 0.05, measures: [.nfeAtLoss, .epochsToLoss, .nfe, .loss],
    figures: [
      Figure(
        "tradeoff", "Training loss over NFE, epoch by epoch, at 1e-3", .nfeOverLoss,
        variants: ["node", "anode p=1", "anode p=5"]),
      Figure(
        "tradeoff-exact", "Training loss over NFE, epoch by epoch, at 1e-6", .nfeOverLoss,
        variants: ["node 1e-6", "anode p=1 1e-6", "anode p=5 1e-6"]),
    ],
    note: """
      The claims' numbers are of images; here the loss is an epoch's mean of 0.05 on the annulus, and the third rule asks for \
      the same factor of two.
      """)
}
