import NeuralODE

/// The experiments on images: p = 0, 1, 2, 5 and 10 at equal parameters, weight decay, and
/// intentional overfitting.
struct ImageSeries {
  var name: String
  /// Names the images in the summary.
  var images: String
  var demand: ImageDemand
  /// The p compared with p = 0 in claims on ANODEs.
  var p: Int
  var epochs: Int
  var targetLoss: Double
  /// The lecture's claim of speed, and its factor of fewer iterations.
  var speed: (claim: String, factor: Double)
  /// Far too many channels, and their epochs if different.
  var excess: (p: Int, epochs: Int?)
  var overfitting: (images: Int, epochs: Int)
  var note: String
  /// Seeds of each variant: with fewer than five the sign test is never significant.
  var seeds = 5

  var experiment: Experiment {
    let augmented = [0, 1, 2, 5, 10].map { "p=\($0)" }
    return Experiment(
      name: name,
      summary: "\(images): p = 0, 1, 2, 5, 10 at equal parameters, \(excess.p), decay, overfitting",
      claims: claims,
      variants: [0, 1, 2, 5, 10].map { variant("p=\($0)", p: $0, epochs: epochs) }
        + [0, p].map {
          variant("p=\($0) decay 1e-3", p: $0, epochs: epochs) { $0.weightDecay = 1e-3 }
        }
        + [0, p].map { p in
          variant(
            "overfit p=\(p)", p: p, epochs: overfitting.epochs,
            trainingImages: overfitting.images
          ) {
            $0.learningRate = 0.1
            $0.tolerance = 1e-5
          }
        } + excessive.variants,
      watch: [.heldOut, .probe], targetLoss: targetLoss,
      measures: [
        .loss, .heldOutError, .nfe, .backwardNFE, .probeNFE, .bothEvaluations, .iterationsToLoss,
        .nfeAtLoss, .largestNFE, .exceeded, .underflow, .diverged,
      ],
      figures: [
        Figure("loss", "Training loss", .curves(.loss), variants: augmented),
        Figure("error", "Error on held-out images", .curves(.heldOutError), variants: augmented),
        Figure(
          "nfe", "NFE forward, at 1e-3", .curves(.nfe, isLogarithmic: false), variants: augmented),
        Figure(
          "backward", "NFE backward (adjoint), at 1e-3",
          .curves(.backwardNFE, isLogarithmic: false), variants: augmented),
        Figure(
          "tradeoff", "Training loss over NFE, epoch by epoch", .nfeOverLoss, variants: augmented),
        Figure(
          "overfit", "NFE forward when overfitting, at 1e-5", .curves(.nfe),
          variants: ["overfit p=0", "overfit p=\(p)"]),
      ], note: note, seeds: seeds, images: demand)
  }

  /// The comparison of p with far too many channels, at equal epochs and filters (the readout of so
  /// many channels alone has too many parameters).
  private var excessive: (few: String, many: String, variants: [Variant]) {
    let many = "p=\(excess.p)"
    guard let passes = excess.epochs else {
      return ("p=\(p)", many, [variant(many, p: excess.p, epochs: epochs)])
    }
    let few = "short p=\(p)"
    return (
      few, "short " + many,
      [variant(few, p: p, epochs: passes), variant("short " + many, p: excess.p, epochs: passes)]
    )
  }

  private func variant(
    _ name: String, p: Int, epochs: Int, trainingImages: Int? = nil,
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) -> Variant {
    var model = p == 0 ? ModelConfiguration.node() : .anode(p: p)
    // `fitted(to:)` adjusts this once the images' shape is known.
    model.hidden = demand.filters
    return Variant(
      name, model: model,
      training: .published {
        $0.loss = .crossEntropy
        $0.gradient = .adjoint
        change(&$0)
      }, epochs: epochs, trainingImages: trainingImages)
  }

  private var claims: [Claim] {
    let (node, anode) = ("p=0", "p=\(p)")
    return [
      Claim(
        "ANODEs train faster and obtain lower losses at a smaller computational cost than NODEs",
        section: Section.images,
        rule: Rule(
          .below(.iterationsToLoss, anode, than: node), .below(.loss, anode, than: node),
          .below(.bothEvaluations, anode, than: node))),
      Claim(
        speed.claim, section: Section.images,
        rule: Rule(.below(.iterationsToLoss, "p=10", than: node, times: 1 / speed.factor))),
      Claim(
        """
        to compute a function which obtains a loss of 0.8 on CIFAR10, a NODE requires approximately 100 \
        function evaluations whereas ANODEs only require 50
        """, section: Section.images,
        rule: Rule(.below(.nfeAtLoss, anode, than: node, times: 0.5))),
      Claim(
        "ANODEs achieve higher accuracy at a lower computational cost than NODEs",
        section: Section.images,
        rule: Rule(
          .below(.heldOutError, anode, than: node), .below(.nfe, anode, than: node),
          .below(.backwardNFE, anode, than: node))),
      Claim(
        "ANODEs achieve lower test losses and higher accuracy on image datasets as well",
        section: Section.images,
        rule: Rule(
          .below(.heldOutLoss, anode, than: node), .below(.heldOutError, anode, than: node))),
      Claim(
        "Augmentation consistently leads to stable training and fewer NFEs",
        section: Section.images,
        rule: Rule(
          .below(.nfe, anode, than: node + " decay 1e-3"),
          .below(.nfe, anode + " decay 1e-3", than: node + " decay 1e-3"),
          .below(.probeNFE, anode + " decay 1e-3", than: node + " decay 1e-3"))),
      Claim(
        """
        For excessively large augmented dimensions (e.g. adding 100 channels to MNIST), the model tends to \
        perform worse with higher losses and NFEs
        """, section: Section.conclusions,
        rule: Rule(
          .above(.loss, excessive.many, than: excessive.few),
          .above(.nfe, excessive.many, than: excessive.few))),
      Claim(
        "NFEs could often become prohibitively large (in excess of 1000 [\u{2026}])",
        section: Section.images, rule: Rule(.above(.exceeded, "overfit p=0", 0.5))),
      Claim(
        """
        when overfitting a NODE on MNIST, the learned flow can become so ill posed the ODE solver requires \
        timesteps that are smaller than machine precision resulting in underflow
        """, section: Section.images, rule: Rule(.above(.underflow, "overfit p=0", 0.5))),
      Claim(
        "Augmentation consistently leads to stable training and fewer NFEs, even when overfitting",
        section: Section.images,
        rule: Rule(
          .below(.unstable, "overfit \(anode)", 0.5),
          .below(.unstable, "overfit \(anode)", than: "overfit p=0"),
          .below(.nfe, "overfit \(anode)", than: "overfit p=0"))),
    ]
  }
}

extension Experiment {
  package static let imagesDigits = ImageSeries(
    name: "images-digits", images: "digits of 8\u{D7}8 pixels",
    demand: ImageDemand(.digits, augmentation: 5, filters: 24), p: 5, epochs: 10, targetLoss: 0.3,
    speed: (
      claim: """
      On MNIST, ANODEs with p = 10 augmented channels achieves the same loss in \u{223C} 10x fewer iterations
      """, factor: 10
    ), excess: (p: 100, epochs: nil), overfitting: (images: 64, epochs: 60),
    note: """
      1,438 training digits and 359 held out (UCI, CC BY 4.0). All models have about as many parameters as the ANODE of \
      p = 5 with 24 filters, except p = 100, whose readout alone has more: it has 24 filters. Batches of 64, Adam 1e-3, \
      adjoint, tolerance 1e-3, 10 epochs; the target loss is 0.3. Overfitting is on 64 digits, one batch, at a rate of \
      0.1 and a tolerance of 1e-5, for 60 epochs. The claims' numbers are for MNIST and CIFAR-10; the rules here require \
      the same factors.
      """, seeds: 20
  ).experiment

  package static let imagesMNIST = ImageSeries(
    name: "images-mnist", images: "your files in MNIST's format",
    demand: ImageDemand(
      .mnist, augmentation: 5, filters: 64,
      published: ["p=0": "96.4 \u{B1} 0.5", "p=5": "98.2 \u{B1} 0.1"]),
    p: 5, epochs: 3, targetLoss: 0.4,
    speed: (
      claim: """
      On MNIST, ANODEs with p = 10 augmented channels achieves the same loss in \u{223C} 10x fewer iterations
      """, factor: 10
    ), excess: (p: 100, epochs: 1), overfitting: (images: 64, epochs: 20),
    note: """
      All models have about as many parameters as the ANODE of p = 5 with 64 filters or those of --filters (the published \
      NODE has 92), except that a model whose readout leaves few of them for the field, such as p = 10 and 100 at full size, \
      has the filters of p = 5. Batches of 64, Adam 1e-3, adjoint, tolerance 1e-3, 3 epochs, 1 for p = 100 and its \
      comparison; the target loss is 0.4. Overfitting is on 64 images, one batch, at a rate of 0.1 and a tolerance of 1e-5, \
      for 20 epochs. The published accuracies are for 60,000 images of 28\u{D7}28 pixels.
      """
  ).experiment

  package static let imagesCIFAR10 = ImageSeries(
    name: "images-cifar10", images: "your CIFAR-10 files",
    demand: ImageDemand(
      .cifar10, augmentation: 10, filters: 64,
      published: ["p=0": "53.7 \u{B1} 0.2", "p=10": "60.6 \u{B1} 0.4"]),
    p: 10, epochs: 30, targetLoss: 0.8,
    speed: (claim: "for CIFAR10, ANODEs are roughly 5 times faster", factor: 5),
    excess: (p: 100, epochs: 3), overfitting: (images: 64, epochs: 60),
    note: """
      All models have about as many parameters as the ANODE of p = 10 with 64 filters or those of --filters (the published \
      NODE has 125), except p = 100, whose readout alone has more: it has 64 filters and is compared with p = 10 after \
      3 epochs. Batches of 64, Adam 1e-3, adjoint, tolerance 1e-3, 30 epochs; the target loss is the claim's 0.8. \
      Overfitting is on 64 images, one batch, at a rate of 0.1 and a tolerance of 1e-5, for 60 epochs.
      """
  ).experiment
}
