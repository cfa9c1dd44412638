import Elementary

extension DatasetKind {
  /// A disk and two rings around it, a class each: the annulus with a class more.
  public static let bands: DatasetKind = {
    var kind = DatasetKind(
      "bands", "a disk and two rings around it, a class each",
      source: .drawnInClasses { _, band, generator in
        // Band k lies between 2k and 2k + 1 units, of which five make a radius of 1.7.
        let unit = 1.7 / 5
        let (inner, outer) = (Double(2 * band) * unit, Double(2 * band + 1) * unit)
        let radius = (inner * inner + (outer * outer - inner * inner) * generator.uniform())
          .squareRoot()
        let angle = generator.uniform(0, 2 * .pi)
        return [radius * Elementary.cos(angle), radius * Elementary.sin(angle)]
      })
    kind.classNames = ["disk", "inner ring", "outer ring"]
    kind.probe = .drawn(noise: 0.03)
    return kind
  }()
}
