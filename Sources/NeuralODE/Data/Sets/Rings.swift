import Elementary

extension DatasetKind {
  /// Disk, ring, ring, … alternating: the annulus to any depth.
  public static let rings: DatasetKind = {
    var kind = DatasetKind(
      "rings", "nested, alternating",
      source: .drawn { configuration, label, generator in
        pointInRings(configuration.depth, label, using: &generator)
      })
    kind.key = "8"
    kind.signNames = ("even bands", "odd bands")
    kind.hasBands = true
    kind.probe = .drawn(noise: 0.03)
    kind.circles = { bands, _ in
      let unit = 1.7 / Float(2 * max(2, bands) - 1)
      return (unit, 2.5 * unit)
    }
    return kind
  }()

  /// A point of the bands of one class, each as likely as its area: band k lies between 2k and 2k +
  /// 1 units, of which 2·depth − 1 make a radius of 1.7; even bands are −1.
  private static func pointInRings(
    _ depth: Int, _ label: Double, using generator: inout Xoshiro256
  ) -> [Double] {
    let bands = (0..<max(2, depth)).filter { ($0 % 2 == 0) == (label < 0) }
    let unit = 1.7 / Double(2 * max(2, depth) - 1)
    let areas = bands.map { Double(4 * $0 + 1) }
    var choice = generator.uniform(0, areas.reduce(0, +))
    var band = bands[bands.count - 1]
    for (k, area) in zip(bands, areas) {
      if choice < area {
        band = k
        break
      }
      choice -= area
    }
    let (inner, outer) = (Double(2 * band) * unit, Double(2 * band + 1) * unit)
    let radius = (inner * inner + (outer * outer - inner * inner) * generator.uniform())
      .squareRoot()
    let angle = generator.uniform(0, 2 * .pi)
    return [radius * Elementary.cos(angle), radius * Elementary.sin(angle)]
  }
}
