import NeuralODE

extension Experiment {
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
    }, watch: .probe, measures: [.loss, .nfe, .probeNFE, .solveError],
    figures: [
      Figure("loss", "Loss after 40 epochs, by p", .ranges(.loss)),
      Figure("nfe", "NFE at 1e-3 in the last epoch, by p", .ranges(.nfe, isLogarithmic: false)),
      Figure("probe", "NFE of the trained flow at 1e-6, by p", .ranges(.probeNFE)),
    ])

  package static let generalization = Experiment(
    name: "generalization",
    summary: "training and held-out loss; accuracy in a held-out slice of angles [0, \u{3C0}/5]",
    claims: [
      Claim(
        "Better generalization", section: Section.toy,
        rule: Rule(
          .below(.heldOutLoss, "anode p=1", than: "node"),
          .below(.heldOutLoss, "anode p=5", than: "node"))),
      Claim(
        "ANODEs, in contrast, map all points in the input space to reasonable values.",
        section: Section.toy,
        rule: Rule(
          .below(.heldOutError, "anode p=1", 0.05), .below(.heldOutError, "anode p=5", 0.05))),
      Claim(
        """
        the learned flow must squeeze points in the inner circle through the annulus leading to poor \
        generalization
        """, section: Section.toy, rule: Rule(.above(.heldOutError, "node", 0.05))),
    ],
    variants: [
      Variant("resnet", data: .slicedAnnulus, model: .resnet(), epochs: 60),
      Variant("node", data: .slicedAnnulus, model: .node(), epochs: 60),
      Variant("anode p=1", data: .slicedAnnulus, model: .anode(p: 1), epochs: 60),
      Variant("anode p=5", data: .slicedAnnulus, model: .anode(p: 5), epochs: 60),
    ], watch: .heldOut, measures: [.loss, .heldOutLoss, .heldOutError],
    figures: [
      Figure("loss", "Training loss, slice held out", .curves(.loss)),
      Figure("validation", "Loss in the held-out slice", .curves(.heldOutLoss)),
      Figure(
        "error", "Share of the slice on the wrong side",
        .ranges(.heldOutError, isLogarithmic: false)
      ),
    ])
}

extension DatasetConfiguration {
  /// The annulus without the points of a slice, which are held out.
  static let slicedAnnulus: DatasetConfiguration = {
    var data = annulus
    data.heldOut = .slice(from: 0, to: .pi / 5)
    return data
  }()
}
