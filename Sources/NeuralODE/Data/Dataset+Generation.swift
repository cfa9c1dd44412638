extension Dataset {
  /// Every point that a configuration and a seed describe, whether trained on or held out. Images
  /// are not points: of them there are none here.
  public init(_ configuration: DatasetConfiguration, seed: UInt64) {
    if let series = SeriesSamples(configuration, seed: seed) {
      self.init(series)
      return
    }
    var inputs: [Double] = []
    var targets: [Double] = []
    let classes = configuration.problem == .classes ? configuration.outputs : 0
    if let points = configuration.points {
      inputs = points.inputs
      targets = points.targets
    }
    var generator = Xoshiro256(seed: seed, stream: 1)
    for (label, count) in [
      (-1.0, configuration.negativeCount), (1.0, configuration.positiveCount),
    ] {
      switch configuration.kind.source {
      case .drawn(let draw):
        for _ in 0..<count {
          var point = draw(configuration, label, &generator)
          // Where there is to be no noise none is drawn, so that published points are the same to
          // the bit.
          if configuration.noise > 0 {
            for i in point.indices { point[i] += configuration.noise * generator.normal() }
          }
          inputs += point
          targets.append(label)
        }
      case .drawnWithNoise(let draw):
        for _ in 0..<count {
          inputs += draw(configuration, label, &generator)
          targets.append(label)
        }
      case .drawnInClasses, .function, .painted, .file, .images, .ownImages, .dynamics, .ownSeries:
        break
      }
    }
    switch configuration.kind.source {
    case .drawnInClasses(let draw):
      for (label, count) in configuration.classCounts.enumerated() {
        for _ in 0..<count {
          let point = draw(configuration, label, &generator)
          inputs += point.map { $0 + configuration.noise * generator.normal() }
          targets.append(Double(label))
        }
      }
    case .function(let value):
      let window = Double(configuration.kind.window ?? 2)
      for _ in 0..<configuration.negativeCount + configuration.positiveCount {
        let point = (0..<configuration.dimension).map { _ in generator.uniform(-window, window) }
        inputs += point
        targets.append(value(point) + configuration.noise * generator.normal())
      }
    case .drawn, .drawnWithNoise, .painted, .file, .images, .ownImages, .dynamics, .ownSeries: break
    }
    if configuration.dimension == 2 {
      Self.apply(configuration.edits, classes: classes, &inputs, &targets)
    }
    if classes > 0 {
      targets = targets.flatMap { label in
        (0..<classes).map { Double($0) == label ? 1 : 0 }
      }
    }
    self.init(
      dimension: configuration.dimension, outputs: configuration.outputs, inputs: inputs,
      targets: targets)
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
