import Math

extension DatasetKind {
  /// A disk (−1) within a ring (+1) in the plane: the paper's g.
  public static let annulus: DatasetKind = {
    var kind = DatasetKind(
      "annulus", "a disk within a ring",
      source: .drawn { _, label, generator in
        Dataset.pointInAnnulus(label < 0 ? (0, 0.5) : (1, 1.5), dimension: 2, using: &generator)
      })
    kind.key = "1"
    kind.isPublished = true
    kind.signNames = ("disk", "ring")
    kind.counts = (500, 1500)
    kind.probe = .points(circlesOfPoints)
    kind.circles = { _, _ in (0.5, 1.25) }
    return kind
  }()

  /// Three circles of each class.
  @Sendable private static func circlesOfPoints() -> (points: [Float], labels: [Float]) {
    var points: [Float] = []
    var labels: [Float] = []
    for (radius, count, label) in [
      (0.15, 8, -1), (0.325, 16, -1), (0.5, 24, -1), (1.0, 40, 1), (1.25, 48, 1), (1.5, 56, 1),
    ] as [(Float, Int, Float)] {
      for k in 0..<count {
        // A turn from circle to circle keeps the points from lining up.
        let angle = 2 * Float.pi * (Float(k) + radius * 7) / Float(count)
        points += [radius * Elementary.cos(angle), radius * Elementary.sin(angle)]
        labels.append(label)
      }
    }
    return (points, labels)
  }

  /// The flip g(±1) = ∓1 on the line.
  public static let flip: DatasetKind = {
    var kind = DatasetKind(
      "flip", "+1 to \u{2212}1 and back, on the line", source: .drawn { _, label, _ in [-label] })
    kind.key = "2"
    kind.isPublished = true
    kind.signNames = ("from +1", "from \u{2212}1")
    kind.counts = (250, 250)
    kind.dimension = 1
    kind.probe = .points {
      // The data are ±1 only; neighbours show that each class stays together.
      var (points, labels): ([Float], [Float]) = ([], [])
      for place in [-1, 1] as [Float] {
        for k in -3...3 {
          points.append(place + Float(k) / 16)
          labels.append(-place)
        }
      }
      return (points, labels)
    }
    // Smaller layers, batches and steps, and no readout.
    kind.publish = { run in
      run.model.hidden = 16
      run.model.hasReadout = false
      (run.training.learningRate, run.training.batchSize) = (5e-4, 32)
    }
    return kind
  }()

  /// Two sine curves, one above the other: the baseline, which a flow makes linearly separable.
  public static let sines: DatasetKind = {
    var kind = DatasetKind(
      "sines", "two curves a flow can separate",
      source: .drawnWithNoise { configuration, label, generator in
        let x = generator.uniform(-1, 1)
        // Noise on the height only, as published.
        return [
          x,
          Elementary.sin(.pi * x) + label * 0.7 + configuration.noise * generator.normal(),
        ]
      })
    kind.key = "3"
    kind.isPublished = true
    kind.signNames = ("lower curve", "upper curve")
    kind.counts = (750, 750)
    kind.noise = 0.1
    kind.probe = .points {
      var (points, labels): ([Float], [Float]) = ([], [])
      for label in [-1, 1] as [Float] {
        for offset in [-0.15, 0, 0.15] as [Float] {
          for k in 0..<28 {
            let x = -1 + 2 * (Float(k) + 0.5 + offset) / 28
            points += [x, Elementary.sin(.pi * x) + 0.7 * label + offset]
            labels.append(label)
          }
        }
      }
      return (points, labels)
    }
    return kind
  }()
}

extension Dataset {
  /// A point between radii a and b, drawn as by the authors: radius (b − a)·u^(1/dim) + a with u
  /// uniform, in the direction of a normal vector.
  static func pointInAnnulus(
    _ radii: (Double, Double), dimension: Int, using generator: inout Xoshiro256
  ) -> [Double] {
    let u = generator.uniform()
    // In one and two dimensions the roots are exact.
    let root =
      switch dimension {
      case 1: u
      case 2: u.squareRoot()
      default: Elementary.pow(u, 1 / Double(dimension))
      }
    let radius = (radii.1 - radii.0) * root + radii.0
    let direction = (0..<dimension).map { _ in generator.normal() }
    let norm = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return direction.map { radius * $0 / norm }
  }
}
