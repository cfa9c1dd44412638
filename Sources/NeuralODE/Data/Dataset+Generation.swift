import Elementary

extension Dataset {
  /// Every point that a configuration and a seed describe, whether trained on or held out. Images are not points: of them
  /// there are none here.
  public init(_ configuration: DatasetConfiguration, seed: UInt64) {
    var inputs: [Double] = []
    var targets: [Double] = []
    if let points = configuration.points {
      inputs = points.inputs
      targets = points.targets
    }
    if configuration.kind != .file {
      var generator = Xoshiro256(seed: seed, stream: 1)
      let counts = [(-1.0, configuration.negativeCount), (1.0, configuration.positiveCount)]
      for (label, count) in counts {
        for _ in 0..<count {
          inputs += Self.point(configuration, label, using: &generator)
          targets.append(label)
        }
      }
    }
    if configuration.dimension == 2 { Self.apply(configuration.edits, &inputs, &targets) }
    self.init(
      dimension: configuration.dimension, outputs: configuration.outputs, inputs: inputs,
      targets: targets)
  }

  /// A point of a class. Kinds whose published form has no noise draw none when there is to be none, so that their
  /// points are the same to the bit.
  private static func point(
    _ configuration: DatasetConfiguration, _ label: Double, using generator: inout Xoshiro256
  ) -> [Double] {
    let noise = configuration.noise
    var point: [Double]
    switch configuration.kind {
    case .annulus:
      point = pointInAnnulus(label < 0 ? (0, 0.5) : (1, 1.5), dimension: 2, using: &generator)
    case .flip: point = [-label]
    case .sines:
      let x = generator.uniform(-1, 1)
      // Noise on the height only, as published.
      return [x, Elementary.sin(.pi * x) + label * 0.7 + noise * generator.normal()]
    case .moons:
      let angle = Double.pi * generator.uniform()
      point =
        label < 0
        ? [Elementary.cos(angle) - 0.5, Elementary.sin(angle) - 0.25]
        : [0.5 - Elementary.cos(angle), 0.25 - Elementary.sin(angle)]
    case .spirals:
      let along = generator.uniform()
      let angle = 3.5 * Double.pi * along + (label < 0 ? 0 : Double.pi)
      point = [1.7 * along * Elementary.sin(angle), 1.7 * along * Elementary.cos(angle)]
    case .xor:
      let x = generator.uniform(0.1, 1.5)
      let y = generator.uniform(0.1, 1.5)
      let isRight = generator.uniform() < 0.5
      point = [isRight ? x : -x, (isRight == (label > 0)) ? y : -y]
    case .blobs: point = [0.9 * label, 0.9 * label]
    case .rings: point = pointInRings(configuration.depth, label, using: &generator)
    case .canvas, .file, .digits, .images: point = []
    }
    if noise > 0 { for i in point.indices { point[i] += noise * generator.normal() } }
    return point
  }

  /// A point between two radii, as the authors draw it: radius (b − a)·u^(1/dim) + a with u uniform, direction of a
  /// normal vector.
  static func pointInAnnulus(
    _ radii: (Double, Double), dimension: Int, using generator: inout Xoshiro256
  ) -> [Double] {
    let u = generator.uniform()
    // The roots of the line and the plane are exact.
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

  /// A point of the bands of one class, each as likely as its area: band k lies between 2k and 2k + 1 units, of which
  /// 2·depth − 1 make a radius of 1.7; even bands are −1.
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

  private static func apply(
    _ edits: [PointEdit], _ inputs: inout [Double], _ targets: inout [Double]
  ) {
    for edit in edits {
      switch edit {
      case .add(let x, let y, let target):
        inputs += [Double(x), Double(y)]
        targets.append(target < 0 ? -1 : 1)
      case .erase(let x, let y, let radius):
        let kept = targets.indices.filter {
          let (dx, dy) = (inputs[2 * $0] - Double(x), inputs[2 * $0 + 1] - Double(y))
          return dx * dx + dy * dy > Double(radius) * Double(radius)
        }
        inputs = kept.flatMap { [inputs[2 * $0], inputs[2 * $0 + 1]] }
        targets = kept.map { targets[$0] }
      }
    }
  }
}

extension Dataset {
  /// Some of the samples.
  public func rows(_ rows: [Int]) -> Dataset {
    Dataset(
      dimension: dimension, outputs: outputs,
      inputs: rows.flatMap { inputs[$0 * dimension..<($0 + 1) * dimension] },
      targets: rows.flatMap { targets[$0 * outputs..<($0 + 1) * outputs] })
  }
}
