import NeuralODE

/// What the experiments on images have in common: p = 0, 1, 2, 5 and 10 at equal parameters, weight
/// decay, and overfitting on purpose. An experiment is one value of it.
struct ImageSeries {
  /// The experiment's name, as a person types it.
  var name: String
  /// What the images are, for the summary.
  var images: String
  /// The images and the size of the models.
  var demand: ImageDemand
  /// The p that is set against p = 0 where a claim speaks of ANODEs.
  var p: Int
  /// Passes over the images.
  var epochs: Int
  /// The loss that is to be reached.
  var targetLoss: Double
  /// The lecture's claim of speed, and how many times fewer iterations it speaks of.
  var speed: (claim: String, factor: Double)
  /// Channels that are far too many, and passes over the images with them: nil for as many as
  /// otherwise.
  var excess: (p: Int, epochs: Int?)
  /// Images that are overfitted, and passes over them.
  var overfitting: (images: Int, epochs: Int)
  /// What a reader has to know.
  var note: String
  /// Seeds of each variant: with fewer than five the sign test decides nothing.
  var seeds = 5

  /// The experiment.
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
        Figure("loss", "Training loss", .curves(.loss, isLogarithmic: true), variants: augmented),
        Figure(
          "error", "Error on the images held out", .curves(.heldOutError, isLogarithmic: true),
          variants: augmented),
        Figure(
          "nfe", "NFE forward, at 1e-3", .curves(.nfe, isLogarithmic: false), variants: augmented),
        Figure(
          "backward", "NFE backward (adjoint), at 1e-3",
          .curves(.backwardNFE, isLogarithmic: false), variants: augmented),
        Figure(
          "tradeoff", "Training loss over NFE, epoch by epoch", .nfeOverLoss, variants: augmented),
        Figure(
          "overfit", "NFE forward when overfitting, at 1e-5", .curves(.nfe, isLogarithmic: true),
          variants: ["overfit p=0", "overfit p=\(p)"]),
      ], note: note, seeds: seeds, images: demand)
  }

  /// What is set against each other where p is far too large: the same number of passes, and of
  /// filters, for a readout of so many channels has more parameters than all of the others.
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
    // Brought to the demanded number of parameters when the images' extents are known.
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
