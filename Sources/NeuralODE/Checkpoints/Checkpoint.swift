import Foundation

/// A trained model in a file: weights under the names of the authors' PyTorch `state_dict`, so that
/// their classes load what is written here, and the other way round. The architecture is read from
/// the tensors' shapes; what shapes do not tell (the nonlinearity) is in the metadata, which files
/// from elsewhere lack.
public struct Checkpoint: Sendable, Equatable {
  /// The model.
  public var model: ModelConfiguration
  /// Dimension d of the inputs.
  public var inputs: Int
  /// Numbers to an output.
  public var outputs: Int
  /// Weights, as `ParameterLayout` has them.
  public var parameters: [Double]
  /// Does the file say which nonlinearity the model has?
  public private(set) var namesActivation = true

  /// A checkpoint of a model.
  public init(model: ModelConfiguration, inputs: Int, outputs: Int, parameters: [Double]) {
    self.model = model
    self.inputs = inputs
    self.outputs = outputs
    self.parameters = parameters
  }

  /// A trainer's model as it is now.
  public init<Scalar>(_ trainer: Trainer<Scalar>, dataset: Dataset) {
    self.init(
      model: trainer.model, inputs: dataset.dimension, outputs: dataset.outputs,
      parameters: (0..<trainer.layout.count).map { Double(trainer.parameters.base[$0]) })
  }

  /// Reads a file that is to serve inputs of dimension d.
  ///
  /// - Throws: `Safetensors.Failure` naming the tensor that is missing, misshapen or not finite.
  ///
  /// - Parameter image: the inputs' extents where they are images; then the weights are a
  ///   convolutional field's.
  public init(path: String, inputs d: Int, image: ImageShape? = nil) throws(Safetensors.Failure) {
    try self.init(file: Safetensors(path: path), inputs: d, image: image)
  }

  /// The weights of a file that has been read already; it is to serve inputs of dimension d.
  public init(
    file: Safetensors, inputs d: Int, image: ImageShape? = nil
  ) throws(Safetensors.Failure) {
    let names = Set(file.names)
    let isResNet = names.contains { $0.hasPrefix("residual_blocks.") }
    var model = ModelConfiguration(family: isResNet ? .resnet : .node)
    model.image = image
    model.hasReadout = names.contains("linear_layer.weight")
    func extents(_ name: String) throws(Safetensors.Failure) -> (rows: Int, columns: Int) {
      guard let shape = file.shape(name) else { throw .missing(name) }
      guard shape.count == 2, shape.allSatisfy({ (1...65_536).contains($0) }) else {
        throw .wrongShape(name: name, found: shape, expected: [0, 0])
      }
      return (shape[0], shape[1])
    }
    if let image {
      let prefix = "odeblock.odefunc"
      func convolution(_ name: String) throws(Safetensors.Failure) -> (Int, Int) {
        guard let shape = file.shape(name) else { throw .missing(name) }
        guard shape.count == 4, shape.allSatisfy({ (1...65_536).contains($0) }) else {
          throw .wrongShape(name: name, found: shape, expected: [0, 0, 1, 1])
        }
        return (shape[0], shape[1])
      }
      let first = try convolution("\(prefix).conv1.weight")
      let channels = try convolution("\(prefix).conv3.weight").0
      guard channels >= image.channels else {
        throw .wrongShape(
          name: "\(prefix).conv3.weight", found: [channels, first.0],
          expected: [image.channels, first.0])
      }
      model.hidden = first.0
      model.isTimeDependent = first.1 == channels + 1
      model.augmentation = channels - image.channels
      model.family = model.augmentation > 0 ? .anode : .node
      try Self.readActivation(file, &model, &namesActivation)
    } else if isResNet {
      model.blocks = (0..<4096).first { !names.contains("residual_blocks.\($0).mlp.0.weight") } ?? 0
      let first = try extents("residual_blocks.0.mlp.0.weight")
      model.hidden = first.rows
    } else {
      let prefix = model.hasReadout ? "odeblock.odefunc" : "odefunc"
      let first = try extents("\(prefix).fc1.weight")
      let features = try extents("\(prefix).fc3.weight").rows
      model.hidden = first.rows
      model.isTimeDependent = first.columns == features + 1
      guard features >= d else {
        throw .wrongShape(
          name: "\(prefix).fc3.weight", found: [features, first.rows], expected: [d, first.rows])
      }
      model.augmentation = features - d
      model.family = features > d ? .anode : .node
      try Self.readActivation(file, &model, &namesActivation)
    }
    outputs = model.hasReadout ? try extents("linear_layer.weight").rows : d
    self.model = model
    inputs = d
    var parameters: [Double] = []
    for tensor in ParameterLayout(model, inputs: d, outputs: outputs).tensors {
      parameters += try file.finiteNumbers(tensor.name, shape: tensor.shape)
    }
    self.parameters = parameters
  }

  private static func readActivation(
    _ file: Safetensors, _ model: inout ModelConfiguration, _ isNamed: inout Bool
  ) throws(Safetensors.Failure) {
    let word = file.metadata["activation"]
    isNamed = word != nil
    guard let word else { return }
    guard let activation = Activation(rawValue: word) else {
      throw .malformed(
        "its metadata names the activation '\(word)', known are relu, softplus, tanh")
    }
    model.activation = activation
  }

  /// The bytes of the file.
  ///
  /// - Parameter isDouble: keep 64 bits a weight, otherwise 32.
  public func data(isDouble: Bool) throws -> Data {
    let layout = ParameterLayout(model, inputs: inputs, outputs: outputs)
    let tensors = layout.tensors.map {
      Safetensors.Tensor(
        name: $0.name, shape: $0.shape, numbers: Array(parameters[$0.offset..<$0.offset + $0.count])
      )
    }
    let metadata = [
      "format": "pt", "model": model.family.rawValue, "p": String(model.augmentation),
      model.image == nil ? "hidden" : "filters": String(model.hidden),
      "activation": model.activation.rawValue,
      "time": model.isTimeDependent ? "True" : "False",
    ]
    return try Safetensors.data(tensors, metadata: metadata, isDouble: isDouble)
  }
}
