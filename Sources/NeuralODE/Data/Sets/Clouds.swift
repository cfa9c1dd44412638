extension DatasetKind {
  /// Three round clouds at the corners of a triangle, a class each.
  public static let clouds: DatasetKind = {
    var kind = DatasetKind(
      "clouds", "three round clouds, a class each",
      source: .drawnInClasses { _, cloud, generator in
        let corners = [(-0.95, -0.55), (0.95, -0.55), (0, 1.1)]
        let (x, y) = corners[cloud]
        return [x + 0.28 * generator.normal(), y + 0.28 * generator.normal()]
      })
    kind.classNames = ["left", "right", "top"]
    kind.probe = .drawn(noise: 0)
    return kind
  }()
}
