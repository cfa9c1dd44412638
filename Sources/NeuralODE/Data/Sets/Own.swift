extension DatasetKind {
  /// Nothing but what is painted.
  public static let canvas: DatasetKind = {
    var kind = DatasetKind("canvas", "only what you paint", source: .painted)
    kind.key = "9"
    kind.counts = (0, 0)
    return kind
  }()

  /// Points of a file.
  public static let file: DatasetKind = {
    var kind = DatasetKind("file", "the points of a file", source: .file)
    kind.counts = (0, 0)
    kind.dimension = nil
    kind.window = nil
    kind.probe = .learned
    return kind
  }()

  /// Images of a person's own.
  public static let images: DatasetKind = {
    var kind = DatasetKind("images", "your own images", source: .ownImages)
    kind.counts = (0, 0)
    kind.classNames = ("", "")
    return kind
  }()
}
