import Elementary

extension DatasetKind {
  /// Five arms of a wheel that are bent the more the farther out, each a class.
  ///
  /// Johnson, Duvenaud, Wiltschko, Datta, Adams 2016, DOI 10.48550/arXiv.1603.06277, figure 1, with
  /// as many arms and their spread.
  public static let pinwheel: DatasetKind = {
    var kind = DatasetKind(
      "pinwheel", "five bent arms, a class each",
      source: .drawnInClasses { _, arm, generator in
        let along = 1 + 0.3 * generator.normal()
        let across = 0.1 * generator.normal()
        let angle = 2 * Double.pi * Double(arm) / 5 + 0.25 * Elementary.exp(along)
        let (c, s) = (Elementary.cos(angle), Elementary.sin(angle))
        return [0.95 * (c * along - s * across), 0.95 * (s * along + c * across)]
      })
    kind.classNames = ["1", "2", "3", "4", "5"]
    kind.probe = .drawn(noise: 0)
    return kind
  }()
}
