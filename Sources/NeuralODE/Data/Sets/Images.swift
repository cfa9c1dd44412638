import Files

extension DatasetKind {
  /// The handwritten digits that come with the program.
  public static let digits: DatasetKind = {
    var kind = ofDigits("digits", "images, classified by convolutional flows", side: 8) { .digits }
    kind.key = "0"
    return kind
  }()

  /// A sample of MNIST that comes with the program.
  public static let mnistSample = ofDigits(
    "mnist-sample", "1,000 of MNIST's images, 14\u{D7}14", side: 14
  ) { .mnistSample }

  private static func ofDigits(
    _ name: String, _ summary: String, side: Int, _ images: @escaping @Sendable () -> ImageSet
  ) -> DatasetKind {
    DatasetKind(
      name, summary, ImageShape(channels: 1, height: side, width: side),
      classNames: ImageSet.digitNames, images)
  }

  /// Images whose shape and classes are known before they are unpacked.
  fileprivate init(
    _ name: String, _ summary: String, _ shape: ImageShape, classNames: [String],
    _ images: @escaping @Sendable () -> ImageSet
  ) {
    self.init(name, summary, source: .images(images))
    (imageShape, dimension, self.classNames) = (shape, shape.count, classNames)
    (counts, signNames) = ((0, 0), ("", ""))
  }

  /// A user's own images.
  public static func images(_ set: ImageSet) -> DatasetKind {
    var kind = DatasetKind(
      "images", "your own images", set.shape, classNames: set.classNames
    ) { set }
    (kind.name, kind.isOwn) = (set.name, true)
    return kind
  }
}
