import DifferentialEquations

/// A training run of the authors' published PyTorch models on torchdiffeq, read from a safetensors file: where it
/// started, the batches it saw, and the losses, NFE and gradient it found. `Tests/NeuralODETests/Reference/README.md`
/// describes the format.
public struct ReferenceRun: Sendable {
  /// The run's name.
  public let name: String
  /// The model.
  public let model: ModelConfiguration
  /// How it was trained.
  public let training: TrainingConfiguration
  /// The data set, in full.
  public let dataset: Dataset
  /// Rows of each iteration's batch.
  public let batches: [[Int32]]
  /// Weights before the first iteration, as `ParameterLayout` has them.
  public let initialParameters: [Double]
  /// Loss of each iteration, before its update.
  public let losses: [Double]
  /// Forward NFE of each iteration; empty for a ResNet.
  public let nfe: [Int]
  /// Gradient of the first iteration's loss.
  public let gradient: [Double]
  /// Weights after the last iteration.
  public let finalParameters: [Double]
  /// Probe inputs, sample by sample.
  public let probe: [Double]
  /// States of the initial model on the probe at t = 0, 0.1, … 1: times × samples × features; empty for a ResNet.
  public let trajectory: [Double]
  /// Outputs of the initial and of the final model on the probe.
  public let probeOutputs: (initial: [Double], final: [Double])

  /// Why a file is no reference run that can be replayed.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// The file itself is at fault.
    case file(Safetensors.Failure)
    /// A string of the metadata is missing or not understood.
    case metadata(key: String, value: String?, expected: String)
    /// A kind of run that is not replayed yet.
    case unsupported(String)
    /// A batch names a row that the data set does not have.
    case row(iteration: Int, row: Int, count: Int)

    /// One line for a person.
    public var description: String {
      switch self {
      case .file(let failure): failure.description
      case .metadata(let key, let value, let expected):
        "metadata '\(key)' is \(value.map { "'\($0)'" } ?? "missing"), expected \(expected)"
      case .unsupported(let what): "\(what) runs are not supported yet"
      case .row(let iteration, let row, let count):
        "batch \(iteration) names row \(row), the data has \(count)"
      }
    }
  }

  /// Reads a run.
  public init(path: String) throws(Failure) {
    do {
      try self.init(file: Safetensors(path: path))
    } catch let failure as Safetensors.Failure {
      throw .file(failure)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .file(.unreadable("\(error)"))
    }
  }

  init(file: Safetensors) throws {
    func text(_ key: String, _ expected: String) throws -> String {
      guard let value = file.metadata[key] else {
        throw Failure.metadata(key: key, value: nil, expected: expected)
      }
      return value
    }
    func number<T: LosslessStringConvertible>(
      _ key: String, _: T.Type, _ expected: String
    ) throws -> T {
      let value = try text(key, expected)
      guard let number = T(value) else {
        throw Failure.metadata(key: key, value: value, expected: expected)
      }
      return number
    }
    name = try text("case", "the run's name")
    let kind = try text("model", "a model's name")
    guard !kind.hasPrefix("conv") else { throw Failure.unsupported("convolutional") }
    if file.metadata["gradient"] == "adjoint" { throw Failure.unsupported("adjoint") }
    let dataShape = file.shape("data.x") ?? []
    guard dataShape.count == 2 else { throw Safetensors.Failure.missing("data.x") }
    let d = dataShape[1]
    var model = ModelConfiguration(
      family: .resnet, hidden: try number("hidden", Int.self, "a width"))
    model.hasReadout = !kind.contains("no readout")
    var training = TrainingConfiguration()
    if kind == "resnet" {
      model.blocks = try number("layers", Int.self, "a number of blocks")
    } else {
      model.augmentation = try number("p", Int.self, "a whole number")
      model.family = model.augmentation > 0 ? .anode : .node
      let activation = try text("activation", "relu, softplus or tanh")
      guard let activation = Activation(rawValue: activation) else {
        throw Failure.metadata(
          key: "activation", value: activation, expected: "relu, softplus or tanh")
      }
      model.activation = activation
      model.isTimeDependent = try text("time", "True or False") == "True"
      training.tolerance = try number("tol", Double.self, "a tolerance")
    }
    training.learningRate = try number("lr", Double.self, "a learning rate")
    let batchShape = file.shape("batches") ?? []
    guard batchShape.count == 2 else { throw Safetensors.Failure.missing("batches") }
    training.batchSize = batchShape[1]
    let iterations = batchShape[0]
    let rows = try file.integers("batches")
    for (i, row) in rows.enumerated() where row < 0 || row >= dataShape[0] {
      throw Failure.row(iteration: i / batchShape[1], row: row, count: dataShape[0])
    }
    batches = (0..<iterations).map { i in
      rows[i * batchShape[1]..<(i + 1) * batchShape[1]].map { Int32($0) }
    }
    dataset = Dataset(
      dimension: d, inputs: try file.finiteNumbers("data.x"),
      targets: try file.finiteNumbers("data.y", shape: [dataShape[0], 1]))
    let layout = ParameterLayout(model, inputs: d, outputs: 1)
    func weights(_ prefix: String) throws -> [Double] {
      try layout.tensors.flatMap { try file.finiteNumbers("\(prefix).\($0.name)", shape: $0.shape) }
    }
    initialParameters = try weights("init")
    gradient = try weights("expected.grad")
    finalParameters = try weights("expected.final")
    losses = try file.finiteNumbers("expected.loss", shape: [iterations])
    nfe = kind == "resnet" ? [] : try file.integers("expected.nfe", shape: [iterations])
    probe = try file.finiteNumbers("probe.x")
    let n = probe.count / d
    trajectory =
      kind == "resnet"
      ? []
      : try file.finiteNumbers("expected.probe.trajectory", shape: [11, n, d + model.augmentation])
    probeOutputs = (
      try file.finiteNumbers("expected.probe.y", shape: [n, 1]),
      try file.finiteNumbers("expected.final.probe.y", shape: [n, 1])
    )
    self.model = model
    self.training = training
  }
}
