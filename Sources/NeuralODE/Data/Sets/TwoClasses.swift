import Math

extension DatasetKind {
  /// Two half circles that reach into each other.
  public static let moons: DatasetKind = {
    var kind = DatasetKind(
      "moons", "two half circles that interlock",
      source: .drawn { _, label, generator in
        let angle = Double.pi * generator.uniform()
        return
          label < 0
          ? [Elementary.cos(angle) - 0.5, Elementary.sin(angle) - 0.25]
          : [0.5 - Elementary.cos(angle), 0.25 - Elementary.sin(angle)]
      })
    kind.key = "4"
    kind.signNames = ("upper moon", "lower moon")
    kind.noise = 0.1
    kind.probe = .drawn(noise: 0.03)
    return kind
  }()

  /// Two arms around one centre.
  public static let spirals: DatasetKind = {
    var kind = DatasetKind(
      "spirals", "two arms around one centre",
      source: .drawn { _, label, generator in
        let along = generator.uniform()
        let angle = 3.5 * Double.pi * along + (label < 0 ? 0 : Double.pi)
        return [1.7 * along * Elementary.sin(angle), 1.7 * along * Elementary.cos(angle)]
      })
    kind.key = "5"
    kind.signNames = ("first arm", "second arm")
    kind.noise = 0.05
    kind.probe = .drawn(noise: 0.03)
    return kind
  }()

  /// Opposite quadrants belong together.
  public static let xor: DatasetKind = {
    var kind = DatasetKind(
      "xor", "opposite quadrants belong together",
      source: .drawn { _, label, generator in
        let x = generator.uniform(0.1, 1.5)
        let y = generator.uniform(0.1, 1.5)
        let isRight = generator.uniform() < 0.5
        return [isRight ? x : -x, (isRight == (label > 0)) ? y : -y]
      })
    kind.key = "6"
    kind.signNames = ("unequal signs", "equal signs")
    kind.probe = .drawn(noise: 0.03)
    return kind
  }()

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

  /// A point uniform over the bands of one class. Band k lies between 2k and 2k + 1 units; 2·depth
  /// − 1 units make a radius of 1.7. Even bands are −1.
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
