import NeuralODE

extension Experiment {
  package static let weightDecay = Experiment(
    name: "weight-decay", summary: "augmentation, weight decay, and both",
    claims: [
      Claim(
        "Learn simpler flows and thus lower NFEs", section: Section.toy,
        rule: Rule(
          .below(.probeNFE, "anode decay 0", than: "node decay 0"),
          .below(.probeNFE, "anode decay 0", than: "node decay 1e-3"),
          .below(.loss, "anode decay 0", than: "node decay 1e-3"))),
      Claim(
        "Augmentation consistently leads to stable training and fewer NFEs",
        section: Section.images,
        rule: Rule(
          .below(.probeNFE, "anode decay 1e-4", than: "node decay 1e-4"),
          .below(.probeNFE, "anode decay 1e-3", than: "node decay 1e-3"))),
    ],
    variants: ["0", "1e-4", "1e-3"].flatMap { decay in
      [("node", ModelConfiguration.node()), ("anode", .anode(p: 1))].map { name, model in
        Variant(
          "\(name) decay \(decay)", model: model,
          training: .published { $0.weightDecay = Double(decay) ?? 0 }, epochs: 40)
      }
    }, watch: .probe, measures: [.loss, .nfe, .probeNFE, .solveError],
    figures: [
      Figure("probe", "NFE of the trained flow at 1e-6", .ranges(.probeNFE)),
      Figure("loss", "Loss after 40 epochs", .ranges(.loss)),
    ], note: "The decay is in the loss, as in PyTorch's Adam. ANODEs have p = 1.")

  package static let regularized = Experiment(
    name: "regularized", summary: "the effect of a kinetic energy penalty on NFE",
    claims: [
      Claim(
        """
        this will make the learned f smoother, giving rise to simpler flows that the ODE solver can compute in \
        fewer steps
        """, section: Section.augmented,
        rule: Rule(
          .below(.probeNFE, "node 0.1", than: "node 0"),
          .below(.probeNFE, "anode 0.1", than: "anode 0"),
          .below(.detour, "anode 0.1", than: "anode 0"))),
      Claim(
        "Learn simpler flows and thus lower NFEs", section: Section.toy,
        rule: Rule(
          .below(.probeNFE, "anode 0", than: "node 0.1"),
          .below(.loss, "anode 0", than: "node 0.1"))),
    ],
    variants: ["0", "0.001", "0.01", "0.1"].flatMap { weight in
      [("node", ModelConfiguration.node()), ("anode", .anode(p: 1))].map { name, model in
        Variant(
          "\(name) \(weight)", model: model,
          training: .published { $0.kineticPenalty = Double(weight) ?? 0 }, epochs: 40)
      }
    }, watch: [.probe, .paths], measures: [.loss, .probeNFE, .detour, .solveError],
    figures: [
      Figure(
        "probe", "NFE of the trained flow at 1e-6, by weight of the penalty", .ranges(.probeNFE)),
      Figure("loss", "Loss, by weight of the penalty", .ranges(.loss)),
    ],
    note: """
      The penalty is the weight times the mean of \u{222B}\u{2016}f\u{2016}\u{B2} dt over a batch (Finlay et al. 2020, arXiv \
      2002.02798). In training its coordinate is solved with the others; measurements are solved without it.
      """)
}
