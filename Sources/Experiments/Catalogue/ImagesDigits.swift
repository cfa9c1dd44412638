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
}
