extension Dataset {
  /// Every point that a configuration and a seed describe, whether trained on or held out. Images
  /// are not points: of them there are none here.
  public init(_ configuration: DatasetConfiguration, seed: UInt64) {
    let kind = configuration.kind
    let noise = configuration.noise
    var generator = Xoshiro256(seed: seed, stream: 1)
    var (inputs, targets) = ([Double](), [Double]())
    let signs =
      Array(repeating: -1.0, count: configuration.negativeCount)
      + Array(repeating: 1.0, count: configuration.positiveCount)
    switch kind.source {
    case .series(let table):
      self.init(table.samples)
      return
    case .dynamics(let dynamics):
      guard let sampling = configuration.sampling ?? kind.sampling else { break }
      self.init(
        SeriesSamples(
          dynamics, sampling, count: configuration.count, noise: noise, using: &generator))
      return
    case .points(let points): (inputs, targets) = (points.inputs, points.targets)
    case .drawn(let draw):
      for label in signs {
        var point = draw(configuration, label, &generator)
        // Where there is to be no noise none is drawn, so that published points are the same to
        // the bit.
        if noise > 0 { for i in point.indices { point[i] += noise * generator.normal() } }
        inputs += point
      }
      targets = signs
    case .drawnWithNoise(let draw):
      for label in signs { inputs += draw(configuration, label, &generator) }
      targets = signs
    case .drawnInClasses(let draw):
      // Shared out evenly; the first classes have one more where that leaves some.
      let (each, rest) = configuration.count.quotientAndRemainder(dividingBy: kind.outputs)
      for label in 0..<kind.outputs {
        for _ in 0..<each + (label < rest ? 1 : 0) {
          inputs += draw(configuration, label, &generator).map { $0 + noise * generator.normal() }
          targets.append(Double(label))
        }
      }
    case .function(let value):
      let window = Double(kind.window ?? 2)
      for _ in 0..<configuration.count {
        let point = (0..<kind.dimension).map { _ in generator.uniform(-window, window) }
        inputs += point
        targets.append(value(point) + noise * generator.normal())
      }
    case .painted, .images: break
    }
    let classes = kind.classNames.count
    if kind.dimension == 2 {
      Self.apply(configuration.edits, classes: classes, &inputs, &targets)
    }
    if classes > 0 {
      targets = targets.flatMap { label in
        (0..<classes).map { Double($0) == label ? 1 : 0 }
      }
    }
    self.init(
      dimension: kind.dimension, outputs: kind.outputs, inputs: inputs, targets: targets)
  }

  private static func apply(
    _ edits: [PointEdit], classes: Int, _ inputs: inout [Double], _ targets: inout [Double]
  ) {
    for edit in edits {
      switch edit {
      case .add(let x, let y, let target):
        // Of a class that there is not, from a line that was written for other data.
        if classes > 0, !(0..<Float(classes)).contains(target) { continue }
        inputs += [Double(x), Double(y)]
        targets.append(classes > 0 ? Double(target) : target < 0 ? -1 : 1)
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
      targets: rows.flatMap { targets[$0 * outputs..<($0 + 1) * outputs] },
      series: series?.rows(rows))
  }
}
