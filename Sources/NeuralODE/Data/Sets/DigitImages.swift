extension DatasetKind {
  /// The handwritten digits that come with the program.
  public static let digits: DatasetKind = {
    var kind = ofImages("digits", "images, classified by convolutional flows") { .digits }
    kind.key = "0"
    return kind
  }()

  /// The part of MNIST that comes with the program.
  public static let mnistSample = ofImages("mnist-sample", "1,000 of MNIST's images, 14\u{D7}14") {
    .mnistSample
  }

  private static func ofImages(
    _ name: String, _ summary: String, _ images: @escaping @Sendable () -> ImageSet
  ) -> DatasetKind {
    var kind = DatasetKind(name, summary, source: .images(images))
    kind.counts = (0, 0)
    kind.classNames = ("", "")
    return kind
  }
}
