import NeuralODE

extension Experiment {
  /// Augmentation against decay, and both.
  package static let weightDecay = Experiment(
    name: "weight-decay", summary: "augmentation against weight decay, and both",
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
    }, watch: .probe, measures: [.loss, .nfe, .probeNFE, .inverseError],
    figures: [
      Figure(
        "probe", "NFE of the trained flow at 1e-6", .ranges(.probeNFE, isLogarithmic: true)),
      Figure("loss", "Loss after 40 epochs", .ranges(.loss, isLogarithmic: true)),
    ], note: "The decay is a term of Adam's loss, as PyTorch's Adam has it. ANODEs are of p = 1.")
}
