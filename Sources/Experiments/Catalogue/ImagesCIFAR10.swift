extension Experiment {
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
