extension DatasetKind {
  /// Two round clouds.
  public static let blobs: DatasetKind = {
    var kind = DatasetKind(
      "blobs", "two round clouds", source: .drawn { _, label, _ in [0.9 * label, 0.9 * label] })
    kind.key = "7"
    kind.signNames = ("lower blob", "upper blob")
    kind.noise = 0.4
    // Without noise they would be two points.
    kind.probe = .drawn(noise: 0.3)
    return kind
  }()
}
