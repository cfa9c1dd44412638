import Files
import Solvers
import FoundationEssentials

/// A run of the authors' published PyTorch models on torchdiffeq, read from a safetensors file:
/// initial weights, batches, losses, NFE and gradient. Its shapes agree and its numbers are finite.
/// `Tests/NeuralODETests/Reference/README.md` describes the format.
public struct ReferenceRun: Sendable {
  /// The run's name.
  public let name: String
  /// The model.
  public let model: ModelConfiguration
  /// The training settings.
  public let training: TrainingConfiguration
  /// The complete data set.
  public let dataset: Dataset
  /// Rows of each iteration's batch.
  public let batches: [[Int32]]
  /// Weights before the first iteration, in the order of `ParameterLayout`.
  public let initialParameters: [Double]
  /// Loss of each iteration, before its update.
  public let losses: [Double]
  /// Forward NFE of each iteration; empty for a ResNet.
  public let nfe: [Int]
  /// Backward NFE of each iteration, 0 for backpropagation; empty for a ResNet.
  public let backwardNFE: [Int]
  /// Gradient of the first iteration's loss.
  public let gradient: [Double]
  /// Weights after the last iteration.
  public let finalParameters: [Double]
  /// Probe inputs, samples × d.
  public let probe: [Double]
  /// The initial model's states on the probe, times × samples × features; empty for a ResNet.
  public let trajectory: [Double]
  /// Times of `trajectory`: 0, 0.1, … 1; for series, those of the observations.
  public let trajectoryTimes: [Double]
  /// Outputs of the initial and final model on the probe; empty for series.
  public let probeOutputs: (initial: [Double], final: [Double])

  /// Reads a run.
  public init(path: String) throws(Failure) {
    do {
      try self.init(file: Safetensors(path: path))
    } catch {
      throw Failure(error)
    }
  }

  /// Reads a run from a file's bytes.
  public init(data: Data) throws(Failure) {
    do {
      try self.init(file: Safetensors(data: data))
    } catch {
      throw Failure(error)
    }
  }

  private init(file: Safetensors) throws {
    if file.metadata["kind"] == "series" {
      try self.init(series: file)
    } else {
      try self.init(samples: file)
    }
  }

  private init(samples file: Safetensors) throws {
    let header = try ReferenceHeader(file)
    let model = header.model
    let isFlow = model.family.isFlow
    let d = header.dimension
    let outputs = header.outputs
    batches = try Self.batches(file, size: header.training.batchSize, count: header.samples)
    let iterations = batches.count
    dataset = Dataset(
      dimension: d, outputs: outputs, inputs: try file.finiteNumbers("data.x"),
      targets: model.image == nil
        ? try file.finiteNumbers("data.y", shape: [header.samples, 1])
        : try Self.classes(file, samples: header.samples, outputs: outputs))
    let layout = ParameterLayout(model, inputs: d, outputs: outputs)
    initialParameters = try Self.weights("init", file, layout)
    gradient = try Self.weights("expected.grad", file, layout)
    finalParameters = try Self.weights("expected.final", file, layout)
    losses = try file.finiteNumbers("expected.loss", shape: [iterations])
    nfe = isFlow ? try file.integers("expected.nfe", shape: [iterations]) : []
    backwardNFE = isFlow ? try file.integers("expected.bnfe", shape: [iterations]) : []
    probe = try file.finiteNumbers("probe.x", shape: [header.probes] + header.extents)
    trajectory =
      isFlow
      ? try file.finiteNumbers(
        "expected.probe.trajectory", shape: [11, header.probes] + header.stateExtents) : []
    probeOutputs = (
      try file.finiteNumbers("expected.probe.y", shape: [header.probes, outputs]),
      try file.finiteNumbers("expected.final.probe.y", shape: [header.probes, outputs])
    )
    trajectoryTimes = (0...10).map { Double($0) / 10 }
    name = header.name
    self.model = model
    training = header.training
  }

  /// The rows of each batch; `count` is the size of the data set.
  static func batches(_ file: Safetensors, size: Int, count: Int) throws -> [[Int32]] {
    let rows = try file.integers("batches")
    for (i, row) in rows.enumerated() where row < 0 || row >= count {
      throw Failure.row(iteration: i / size, row: row, count: count)
    }
    return (0..<rows.count / size).map { i in
      rows[i * size..<(i + 1) * size].map { Int32(truncatingIfNeeded: $0) }
    }
  }

  /// The tensors under a prefix, in parameter order.
  static func weights(
    _ prefix: String, _ file: Safetensors, _ layout: ParameterLayout
  ) throws -> [Double] {
    try layout.tensors.flatMap { try file.finiteNumbers("\(prefix).\($0.name)", shape: $0.shape) }
  }

  /// One-hot labels.
  private static func classes(
    _ file: Safetensors, samples: Int, outputs: Int
  ) throws -> [Double] {
    var targets = Array(repeating: 0.0, count: samples * outputs)
    for (i, label) in try file.integers("data.y", shape: [samples]).enumerated() {
      guard (0..<outputs).contains(label) else {
        throw Failure.label(row: i, label: label, classes: outputs)
      }
      targets[i * outputs + label] = 1
    }
    return targets
  }
}

extension ReferenceRun {
  /// Why a file is not a valid reference run.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// The file cannot be read.
    case file(Safetensors.Failure)
    /// A string of the metadata is missing or invalid.
    case metadata(key: String, value: String?, expected: String)
    /// A tensor is empty or too large.
    case size(name: String, shape: [Int], expected: String)
    /// A label is not a class of the readout.
    case label(row: Int, label: Int, classes: Int)
    /// A batch has a row that is not in the data set.
    case row(iteration: Int, row: Int, count: Int)

    /// One line of text.
    public var description: String {
      switch self {
      case .file(let failure): failure.description
      case .metadata(let key, let value, let expected):
        "metadata '\(key)' is \(value.map { "'\($0)'" } ?? "missing"), expected \(expected)"
      case .size(let name, let shape, let expected):
        "tensor '\(name)' has shape \(shape), expected \(expected)"
      case .label(let row, let label, let classes):
        "tensor 'data.y' has label \(label) at row \(row), expected 0 to \(classes - 1)"
      case .row(let iteration, let row, let count):
        "batch \(iteration) names row \(row), the data has \(count)"
      }
    }

    init(_ error: any Error) {
      switch error {
      case let failure as Failure: self = failure
      case let failure as Safetensors.Failure: self = .file(failure)
      default: self = .file(.unreadable("\(error)"))
      }
    }
  }
}
