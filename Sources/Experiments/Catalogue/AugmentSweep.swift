import NeuralODE

extension Experiment {
  /// From none to very many augmented dimensions.
  package static let augmentSweep = Experiment(
    name: "augment-sweep", summary: "loss, NFE and seconds for p = 0, 1, 2, 5, 10, 20, 50, 100",
    claims: [
      Claim(
        """
        For excessively large augmented dimensions (e.g. adding 100 channels to MNIST), the model tends to \
        perform worse with higher losses and NFEs
        """, section: Section.conclusions,
        rule: Rule(
          .above(.loss, "p=100", than: "p=5"), .above(.nfe, "p=100", than: "p=5"))),
      Claim(
        "ANODEs can model more complex functions using simpler flows while achieving lower losses",
        section: Section.conclusions,
        rule: Rule(.below(.loss, "p=5", than: "p=0"), .below(.probeNFE, "p=5", than: "p=0"))),
    ],
    variants: [0, 1, 2, 5, 10, 20, 50, 100].map {
      Variant("p=\($0)", model: .anode(p: $0), epochs: 40)
    }, watch: .probe, measures: [.loss, .nfe, .probeNFE, .inverseError],
    figures: [
      Figure("loss", "Loss after 40 epochs, by p", .ranges(.loss, isLogarithmic: true)),
      Figure(
        "nfe", "NFE at 1e-3 in the last epoch, by p", .ranges(.nfe, isLogarithmic: false)),
      Figure(
        "probe", "NFE of the trained flow at 1e-6, by p", .ranges(.probeNFE, isLogarithmic: true)),
    ])
}
