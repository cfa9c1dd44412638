import NeuralODE

extension Experiment {
  package static let flip1D = Experiment(
    name: "flip1d",
    summary: "the flip on the line: losses of NODE, ANODE and ResNet, and a flow's minimum",
    claims: [
      Claim(
        "The flow of an ODE cannot represent g_1d(x).", section: Section.limitations,
        rule: Rule(
          .above(.loss, "node", 0.499), .above(.loss, "node squared", 0.998))),
      Claim(
        "ResNets, on the other hand, can!", section: Section.limitations,
        rule: Rule(.below(.loss, "resnet", 0.05), .below(.loss, "resnet squared", 0.1))),
      Claim(
        "ANODEs fit the functions that NODEs can't", section: Section.toy,
        rule: Rule(
          .below(.loss, "anode p=1", 0.05), .below(.loss, "anode p=1 squared", 0.1),
          .below(.loss, "anode p=1", than: "node"))),
    ],
    variants: [LossFunction.smoothL1, .squared].flatMap { loss in
      let suffix = loss == .squared ? " squared" : ""
      let training = TrainingConfiguration.flip { $0.loss = loss }
      return [
        Variant(
          "resnet" + suffix, data: .flip, model: .flip(.resnet, hasReadout: true),
          training: training,
          epochs: 100),
        Variant("node" + suffix, data: .flip, model: .flip(.node), training: training, epochs: 100),
        Variant(
          "node readout" + suffix, data: .flip, model: .flip(.node, hasReadout: true),
          training: training, epochs: 100),
        Variant(
          "anode p=1" + suffix, data: .flip, model: .flip(.anode, p: 1), training: training,
          epochs: 100),
        Variant(
          "anode p=1 readout" + suffix, data: .flip,
          model: .flip(.anode, p: 1, hasReadout: true), training: training, epochs: 100),
      ]
    },
    measures: [.loss, .error, .nfe],
    figures: [
      Figure(
        "loss", "Smooth L1 loss on the flip (a flow's minimum: 0.5)",
        .curves(.loss),
        variants: ["resnet", "node", "node readout", "anode p=1"])
    ],
    note: """
      A flow on the line keeps the order of points: without a readout, a NODE can only bring everything close to 0, \
      with a smooth L1 loss above 0.5 and a squared error above 1. The ANODE differs only in its added dimension: its output is the \
      first coordinate. With a linear readout (`readout`) neither needs a crossing; a factor of -1 is enough. The published \
      ResNet has a readout, because its residuals (a ReLU after the last map) are never negative.
      """)

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
      Figure("loss", "Training loss on the annulus", .curves(.loss)),
      Figure("nfe", "NFE of training solves at 1e-3", .curves(.nfe, isLogarithmic: false)),
    ])

  package static let separable = Experiment(
    name: "separable", summary: "the baseline: two sine curves that a flow can separate",
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
      Figure("loss", "Training loss on the sines", .curves(.loss)),
      Figure("nfe", "NFE of training solves at 1e-3", .curves(.nfe, isLogarithmic: false)),
    ])

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
        "sphere", "Training loss on the sphere", .curves(.loss),
        variants: ["sphere resnet", "sphere node", "sphere anode"]),
      Figure(
        "sine", "Training loss on the sines", .curves(.loss),
        variants: ["sine resnet", "sine node", "sine anode"]),
      Figure(
        "nfe", "NFE of training solves at 1e-3", .curves(.nfe, isLogarithmic: false),
        variants: ["sphere node", "sphere anode", "sine node", "sine anode"]),
    ],
    note: """
      Data, models and rates from config.json in github.com/EmilienDupont/augmented-neural-odes (sphere 500 + 1500 points, \
      sine 1500 + 1500, batch 64, hidden 32, ANODE with p = 5), for 50 epochs.
      """)
}
