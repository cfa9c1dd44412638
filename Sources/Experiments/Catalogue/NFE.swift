import NeuralODE

extension Experiment {
  package static let nfeGrowth = Experiment(
    name: "nfe-growth",
    summary: "NFE and features over training at 1e-3 and at 1e-6",
    claims: [1e-3, 1e-6].flatMap { tolerance in
      let (node, anode) = ("node \(name(tolerance))", "anode p=1 \(name(tolerance))")
      return [
        Claim(
          """
          As the training progresses and flows get increasingly complex, the number of steps for the ODE \
          solver increases
          """, section: Section.computationalCost, rule: Rule(.above(.nfeGrowth, node, 1.1))),
        Claim(
          """
          As ANODEs learn simpler flows, the NFEs required by ANODEs hardly increase during training whereas \
          it doubles for NODEs
          """, section: Section.toy,
          rule: Rule(.below(.nfeGrowth, anode, 1.25), .above(.nfeGrowth, node, 1.75))),
        Claim(
          "Learn simpler flows and thus lower NFEs", section: Section.toy,
          rule: Rule(.below(.nfe, anode, than: node))),
      ]
    },
    variants: [1e-3, 1e-6].flatMap { tolerance in
      let training = TrainingConfiguration.published { $0.tolerance = tolerance }
      return [
        Variant("node \(name(tolerance))", model: .node(), training: training, epochs: 40),
        Variant("anode p=1 \(name(tolerance))", model: .anode(), training: training, epochs: 40),
      ]
    }, watch: .features, measures: [.nfe, .nfeGrowth, .largestNFE, .loss],
    figures: [
      Figure("nfe", "NFE of training solves on the annulus", .curves(.nfe)),
      Figure(
        "features", "Features at t = 1 during training (tolerance 1e-6)", .features,
        variants: ["node 1e-6", "anode p=1 1e-6"]),
    ],
    note: """
      Growth is the mean NFE of the last epoch over that of the first, which already makes most of the first fit. At \
      1e-3 most solves take three to five steps, which leaves little to double.
      """)

  private static func name(_ tolerance: Double) -> String { tolerance == 1e-3 ? "1e-3" : "1e-6" }

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
      The claims' numbers are for images; here the loss is an epoch's mean of 0.05 on the annulus, and the third rule \
      requires the same factor of two.
      """)

  package static let cost = Experiment(
    name: "cost", summary: "seconds and evaluations to reach a loss: ResNet, NODE, ANODE",
    claims: [
      Claim(
        "While ANODEs are faster than NODEs, they are still slower than ResNets.",
        section: Section.conclusions,
        rule: Rule(
          .below(.evaluationsToLoss, "anode p=1", than: "node"),
          .below(.evaluationsToLoss, "anode p=5", than: "node"),
          .above(.evaluationsToLoss, "anode p=1", than: "resnet"),
          .above(.evaluationsToLoss, "anode p=5", than: "resnet")))
    ],
    variants: [
      Variant("resnet", model: .resnet(), epochs: 60), Variant("node", model: .node(), epochs: 60),
      Variant("anode p=1", model: .anode(p: 1), epochs: 60),
      Variant("anode p=5", model: .anode(p: 5), epochs: 60),
    ], targetLoss: 0.02, measures: [.evaluationsToLoss, .epochsToLoss, .nfeAtLoss, .loss],
    figures: [
      Figure(
        "evaluations", "Forward evaluations until an epoch's mean loss is 0.02",
        .ranges(.evaluationsToLoss))
    ],
    note: """
      A block of a ResNet counts as an evaluation, with a ninth of the multiplications of the NODE's field (maps from 2 to 32 \
      and back, without a 32 by 32 map between). Seconds are in the table of timings.
      """)
}
