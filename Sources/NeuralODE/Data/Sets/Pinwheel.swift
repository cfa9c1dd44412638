import Elementary

extension DatasetKind {
  /// Five arms of a wheel that are bent the more the farther out, in two classes by turns (so that
  /// two neighbours are of one class).
  ///
  /// Johnson, Duvenaud, Wiltschko, Datta, Adams 2016, DOI 10.48550/arXiv.1603.06277, figure 1, with
  /// as many arms and their spread.
  public static let pinwheel: DatasetKind = {
    var kind = DatasetKind(
      "pinwheel", "five bent arms, in two classes by turns",
      source: .drawn { _, label, generator in
        // Arms 0, 2 and 4 are +1, arms 1 and 3 are −1.
        let ofClass = label > 0 ? [0, 2, 4] : [1, 3]
        let choice = Int(generator.uniform(0, Double(ofClass.count)))
        let arm = ofClass[min(choice, ofClass.count - 1)]
        let along = 1 + 0.3 * generator.normal()
        let across = 0.1 * generator.normal()
        let angle = 2 * Double.pi * Double(arm) / 5 + 0.25 * Elementary.exp(along)
        let (c, s) = (Elementary.cos(angle), Elementary.sin(angle))
        return [0.95 * (c * along - s * across), 0.95 * (s * along + c * across)]
      })
    kind.classNames = ("two arms", "three arms")
    kind.counts = (800, 1200)
    kind.probe = .drawn(noise: 0)
    return kind
  }()
}
