import Math

extension DatasetKind {
  /// Five arms of a wheel, a class each, bent more the farther out they are. Number and spread as
  /// in Johnson, Duvenaud, Wiltschko, Datta, Adams 2016, DOI 10.48550/arXiv.1603.06277, figure 1.
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

  /// A disk and two rings around it, a class each: the annulus with an extra class.
  public static let bands: DatasetKind = {
    var kind = DatasetKind(
      "bands", "a disk and two rings around it, a class each",
      source: .drawnInClasses { _, band, generator in
        // Band k lies between 2k and 2k + 1 units; 5 units make a radius of 1.7.
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
