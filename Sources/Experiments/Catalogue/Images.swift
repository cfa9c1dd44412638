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

extension Experiment {
  /// The digits that come with the program.
  package static let imagesDigits = ImageSeries(
    name: "images-digits", images: "digits of 8\u{D7}8 pixels",
    demand: ImageDemand(.digits, augmentation: 5, filters: 24), p: 5, epochs: 10, targetLoss: 0.3,
    speed: (
      claim: """
      On MNIST, ANODEs with p = 10 augmented channels achieves the same loss in \u{223C} 10x fewer iterations
      """, factor: 10
    ), excess: (p: 100, epochs: nil), overfitting: (images: 64, epochs: 60),
    note: """
      1,438 digits to train on and 359 held out (UCI, CC BY 4.0). All models have as many parameters as the ANODE of p = 5 \
      with 24 filters, or nearly, but for p = 100, whose readout alone has more: it has 24 filters. Batches of 64, Adam 1e-3, \
      adjoint, tolerance 1e-3, 10 epochs; the loss to be reached is 0.3. Overfitting is on 64 digits, one batch, at a rate of \
      0.1 and a tolerance of 1e-5, for 60 epochs. The claims' numbers are of MNIST and CIFAR-10: their factors are asked for \
      here too.
      """, seeds: 20
  ).experiment

  /// Files in MNIST's format.
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
      All models have as many parameters as the ANODE of p = 5 with 64 filters, or as many as --filters says, or nearly (the \
      published NODE has 92); but a model whose readout leaves few of them for the field, as those of p = 10 and 100 do at full \
      size, has the filters of p = 5. Batches of 64, Adam 1e-3, adjoint, tolerance 1e-3, 3 epochs, 1 for p = 100 and what is set \
      against it; the loss to be reached is 0.4. Overfitting is on 64 images, one batch, at a rate of 0.1 and a tolerance of \
      1e-5, for 20 epochs. The published accuracies are of 60,000 images of 28\u{D7}28 pixels.
      """
  ).experiment

  /// CIFAR-10's binary batches.
  package static let imagesCIFAR10 = ImageSeries(
    name: "images-cifar10", images: "your CIFAR-10 files",
    demand: ImageDemand(
      .cifar10, augmentation: 10, filters: 64,
      published: ["p=0": "53.7 \u{B1} 0.2", "p=10": "60.6 \u{B1} 0.4"]),
    p: 10, epochs: 30, targetLoss: 0.8,
    speed: (claim: "for CIFAR10, ANODEs are roughly 5 times faster", factor: 5),
    excess: (p: 100, epochs: 3), overfitting: (images: 64, epochs: 60),
    note: """
      All models have as many parameters as the ANODE of p = 10 with 64 filters, or as many as --filters says, or nearly (the \
      published NODE has 125), but for p = 100, whose readout alone has more: it has 64 filters, and is set against p = 10 after \
      3 epochs. Batches of 64, Adam 1e-3, adjoint, tolerance 1e-3, 30 epochs; the loss to be reached is the \
      claim's 0.8. Overfitting is on 64 images, one batch, at a rate of 0.1 and a tolerance of 1e-5, for 60 epochs.
      """
  ).experiment
}
