import Files
import FoundationEssentials

/// A trained model in a file: weights under the names of the authors' PyTorch `state_dict`, which
/// their classes can load and save. Tensor shapes give the architecture; metadata, which foreign
/// files lack, gives the rest (activation, window time).
public struct Checkpoint: Sendable, Equatable {
  /// The model.
  public var model: ModelConfiguration
  /// Dimension d of the inputs.
  public var inputs: Int
  /// Numbers per output.
  public var outputs: Int
  /// Weights in the order of `ParameterLayout`.
  public var parameters: [Double]
  /// Whether the file names the activation (then it also names the window time).
  public private(set) var namesActivation = true

  /// A checkpoint of a model.
  public init(model: ModelConfiguration, inputs: Int, outputs: Int, parameters: [Double]) {
    self.model = model
    self.inputs = inputs
    self.outputs = outputs
    self.parameters = parameters
  }

  /// A trainer's current model.
  public init<Scalar>(_ trainer: Trainer<Scalar>, dataset: Dataset) {
    self.init(
      model: trainer.model, inputs: dataset.dimension, outputs: dataset.outputs,
      parameters: (0..<trainer.layout.count).map { Double(trainer.parameters.base[$0]) })
  }

  /// Reads a file for inputs of dimension d, or for images of a given shape.
  ///
  /// - Throws: `Safetensors.Failure` naming the tensor that is missing, misshapen, not finite, or
  ///   unused.
  public init(path: String, inputs d: Int, image: ImageShape? = nil) throws(Safetensors.Failure) {
    try self.init(file: Safetensors(path: path), inputs: d, image: image)
  }

  /// Takes the weights of an open file for inputs of dimension d.
  public init(
    file: Safetensors, inputs d: Int, image: ImageShape? = nil
  ) throws(Safetensors.Failure) {
    let saved = try SavedModel(file: file)
    let file = saved.file
    guard (saved.kind == .images) == (image != nil) else {
      throw .malformed(
        saved.kind == .images
          ? "its model takes images, expected one for \(d) numbers"
          : "its model takes numbers, expected one for images")
    }
    var model = ModelConfiguration(family: saved.kind == .resnet ? .resnet : .node)
    model.image = image
    model.hasReadout = saved.outputs != nil
    model.hidden = saved.hidden
    if saved.kind == .resnet {
      model.blocks = saved.blocks
    } else {
      let least = image?.channels ?? d
      guard saved.features >= least else {
        let field = (saved.relative ?? .node).form?.fieldName(hasReadout: model.hasReadout) ?? ""
        let last = "\(field)." + (image == nil ? "fc3.weight" : "conv3.weight")
        throw .wrongShape(
          name: last, found: file.shape(last) ?? [], expected: [least, saved.hidden])
      }
      model.isTimeDependent = saved.isTimeDependent
      model.windowTime = saved.windowTime
      model.augmentation = saved.features - least
      model.family = saved.relative ?? (model.augmentation > 0 ? .anode : .node)
      namesActivation = saved.activation != nil
      model.activation = saved.activation ?? model.activation
    }
    outputs = saved.outputs ?? d
    self.model = model
    inputs = d
    var parameters: [Double] = []
    for tensor in ParameterLayout(model, inputs: d, outputs: outputs).tensors {
      parameters += try file.finiteNumbers(tensor.name, shape: tensor.shape)
    }
    self.parameters = parameters
  }

  /// The bytes of the file, with 64 or 32 bits per weight.
  public func data(isDouble: Bool) throws -> Data {
    let layout = ParameterLayout(model, inputs: inputs, outputs: outputs)
    let tensors = layout.tensors.map {
      Safetensors.Tensor(
        name: $0.name, shape: $0.shape, numbers: Array(parameters[$0.offset..<$0.offset + $0.count])
      )
    }
    var metadata = [
      "format": "pt", "model": model.family.rawValue, "p": String(model.augmentation),
      model.image == nil ? "hidden" : "filters": String(model.hidden),
      "activation": model.activation.rawValue,
      "time": model.isTimeDependent ? "True" : "False",
    ]
    if model.hasOffsets { metadata["window-time"] = model.windowTime.rawValue }
    return try Safetensors.data(tensors, metadata: metadata, isDouble: isDouble)
  }
}

extension RunConfiguration {
  /// Takes a file's model; keeps what the file does not name.
  package mutating func take(_ checkpoint: Checkpoint) {
    let (activation, windowTime) = (model.activation, model.windowTime)
    model = checkpoint.model
    if !checkpoint.namesActivation {
      (model.activation, model.windowTime) = (activation, windowTime)
    }
  }
}
