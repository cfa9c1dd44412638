extension Experiment {
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
}
