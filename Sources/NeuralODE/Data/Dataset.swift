import Files
import Math

/// Inputs and targets.
public struct Dataset: Sendable, Equatable {
  /// Numbers per input.
  public let dimension: Int
  /// Numbers per target.
  public let outputs: Int
  /// Inputs, `count × dimension`.
  public let inputs: [Double]
  /// Targets, `count × outputs`.
  public let targets: [Double]
  /// The observations after each input; nil unless this is a set of series.
  public let series: SeriesSamples?

  /// Number of points.
  public var count: Int { inputs.count / dimension }

  /// A point's target or, with several classes, the number of its class.
  public func label(_ row: Int) -> Float {
    guard outputs > 1 else { return Float(targets[row]) }
    let numbers = targets[row * outputs..<(row + 1) * outputs]
    return Float(numbers.firstIndex(of: numbers.max() ?? 0).map { $0 - numbers.startIndex } ?? 0)
  }

  /// A data set with equal numbers of inputs and targets.
  public init(
    dimension: Int, outputs: Int = 1, inputs: [Double], targets: [Double],
    series: SeriesSamples? = nil
  ) {
    precondition(
      inputs.count / dimension == targets.count / outputs, "inputs and targets differ in number")
    self.dimension = dimension
    self.outputs = outputs
    self.inputs = inputs
    self.targets = targets
    self.series = series
  }
}

extension Dataset {
  /// Every point that a configuration and a seed describe, held out or not; empty for images.
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
        // Without noise, draw none: published points stay the same to the bit.
        if noise > 0 { for i in point.indices { point[i] += noise * generator.normal() } }
        inputs += point
      }
      targets = signs
    case .drawnWithNoise(let draw):
      for label in signs { inputs += draw(configuration, label, &generator) }
      targets = signs
    case .drawnInClasses(let draw):
      // Split evenly; the first classes take the remainder.
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
        // A share line written for other data can name a class that does not exist here.
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
  /// A subset.
  public func rows(_ rows: [Int]) -> Dataset {
    Dataset(
      dimension: dimension, outputs: outputs,
      inputs: rows.flatMap { inputs[$0 * dimension..<($0 + 1) * dimension] },
      targets: rows.flatMap { targets[$0 * outputs..<($0 + 1) * outputs] },
      series: series?.rows(rows))
  }
}

/// Training points and held-out points.
public struct DataSplit: Sendable, Equatable {
  /// The training points.
  public let training: Dataset
  /// The held-out points; nil without any.
  public let heldOut: Dataset?

  /// Splits the points that a configuration and a seed describe; painted points are never held out.
  public init(_ configuration: DatasetConfiguration, seed: UInt64) {
    let all = Dataset(configuration, seed: seed)
    var isHeldOut = Array(repeating: false, count: all.count)
    let painted = all.dimension == 2 ? Set(configuration.edits.compactMap { $0.added }) : []
    let drawn = (0..<all.count).filter { row in
      painted.isEmpty
        || !painted.contains(SIMD2(Float(all.inputs[2 * row]), Float(all.inputs[2 * row + 1])))
    }
    switch configuration.heldOut {
    case .none: break
    case .share(let share):
      var generator = Xoshiro256(seed: seed, stream: 4)
      let rows = drawn.shuffled(using: &generator)
      for row in rows.prefix(Int((Double(rows.count) * share).rounded())) { isHeldOut[row] = true }
    case .slice(let from, let to):
      guard all.dimension == 2 else { break }
      for row in drawn {
        let angle = Elementary.atan2(all.inputs[2 * row + 1], all.inputs[2 * row])
        let positive = angle < 0 ? angle + 2 * .pi : angle
        isHeldOut[row] = positive >= from && positive <= to
      }
    }
    let held = isHeldOut.indices.filter { isHeldOut[$0] }
    heldOut = held.isEmpty ? nil : all.rows(held)
    training = held.isEmpty ? all : all.rows(isHeldOut.indices.filter { !isHeldOut[$0] })
  }
}

extension Dataset {
  /// Series as a data set: inputs are the first observations; targets, which only colour points,
  /// are the sign of their first coordinate.
  public init(_ series: SeriesSamples) {
    let inputs = (0..<series.count).flatMap { series.start(of: $0) }
    self.init(
      dimension: series.dimension, outputs: 1, inputs: inputs,
      targets: (0..<series.count).map { inputs[$0 * series.dimension] < 0 ? -1 : 1 },
      series: series)
  }
}
