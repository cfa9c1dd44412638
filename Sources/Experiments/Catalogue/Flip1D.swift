import NeuralODE

extension Experiment {
  /// −1 ↦ 1 and 1 ↦ −1 on the line.
  package static let flip1D = Experiment(
    name: "flip1d",
    summary: "the flip of the line: losses of NODE, ANODE and ResNet, and the floors of a flow",
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
          "anode p=1" + suffix, data: .flip, model: .flip(.anode, p: 1, hasReadout: true),
          training: training, epochs: 100),
      ]
    },
    measures: [.loss, .error, .nfe],
    figures: [
      Figure(
        "loss", "Smooth L1 loss on the flip (floor of a flow: 0.5)",
        .curves(.loss, isLogarithmic: true),
        variants: ["resnet", "node", "node readout", "anode p=1"])
    ],
    note: """
      A flow of the line keeps the order of points, so the best that a NODE whose feature is its output can do is to map \
      everything to 0: smooth L1 0.5, squared error 1. With a linear readout (`node readout`) a NODE needs no \
      crossing, a factor of -1 does; ANODEs have that readout too, since their features are more than the output, and so \
      has the published ResNet, whose residuals (a ReLU after the last map) are never negative.
      """)
}
