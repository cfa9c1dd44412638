extension DatasetKind {
  /// The handwritten digits that come with the program.
  public static let digits: DatasetKind = {
    var kind = DatasetKind(
      "digits", "images, classified by convolutional flows", source: .images { .digits })
    kind.key = "0"
    kind.counts = (0, 0)
    kind.classNames = ("", "")
    return kind
  }()
}
