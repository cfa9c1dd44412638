import Foundation

/// Inputs and targets of a training set.
public struct Dataset: Sendable, Equatable {
  /// Numbers to an input.
  public let dimension: Int
  /// Numbers to a target.
  public let outputs: Int
  /// Inputs, sample by sample: `count × dimension`.
  public let inputs: [Double]
  /// Targets, sample by sample: `count × outputs`.
  public let targets: [Double]

  /// Samples.
  public var count: Int { inputs.count / dimension }

  /// A data set; inputs and targets agree in number.
  public init(dimension: Int, outputs: Int = 1, inputs: [Double], targets: [Double]) {
    precondition(
      inputs.count / dimension == targets.count / outputs, "inputs and targets differ in number")
    self.dimension = dimension
    self.outputs = outputs
    self.inputs = inputs
    self.targets = targets
  }

  /// The data set that a configuration and a seed describe.
  public init(_ configuration: DatasetConfiguration, seed: UInt64) {
    var generator = Xoshiro256(seed: seed, stream: 1)
    let counts = [(-1.0, configuration.negativeCount), (1.0, configuration.positiveCount)]
    var inputs: [Double] = []
    var targets: [Double] = []
    for (label, count) in counts {
      for _ in 0..<count {
        switch configuration.kind {
        case .annulus:
          inputs += Dataset.pointInAnnulus(
            label < 0 ? (0, 0.5) : (1, 1.5), dimension: 2, using: &generator)
        case .flip:
          inputs.append(-label)
        case .sines:
          let x = generator.uniform(-1, 1)
          inputs += [x, sin(.pi * x) + label * 0.7 + 0.1 * generator.normal()]
        }
        targets.append(label)
      }
    }
    self.init(dimension: configuration.dimension, inputs: inputs, targets: targets)
  }

  /// A point between two radii, as the authors draw it: radius (b − a)·u^(1/dim) + a with u uniform, direction of a
  /// normal vector.
  static func pointInAnnulus(
    _ radii: (Double, Double), dimension: Int, using generator: inout Xoshiro256
  ) -> [Double] {
    let radius =
      (radii.1 - radii.0) * pow(generator.uniform(), 1 / Double(dimension)) + radii.0
    let direction = (0..<dimension).map { _ in generator.normal() }
    let norm = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return direction.map { radius * $0 / norm }
  }
}

/// The order in which samples are visited: a new permutation every epoch, cut into batches, the last of which may be
/// short (as PyTorch's `DataLoader` has it).
public struct BatchSchedule: Sendable {
  private var order: [Int32]
  private var position: Int
  private let batchSize: Int
  private var generator: Xoshiro256

  /// A schedule over `count` samples.
  public init(count: Int, batchSize: Int, seed: UInt64) {
    order = (0..<Int32(count)).map { $0 }
    position = count
    self.batchSize = batchSize
    generator = Xoshiro256(seed: seed, stream: 3)
  }

  /// Batches that make an epoch.
  public var batchesPerEpoch: Int { (order.count + batchSize - 1) / batchSize }

  /// Rows of the next batch.
  public mutating func next() -> ArraySlice<Int32> {
    if position >= order.count {
      order.shuffle(using: &generator)
      position = 0
    }
    let end = min(position + batchSize, order.count)
    defer { position = end }
    return order[position..<end]
  }
}
