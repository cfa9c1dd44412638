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

  /// Takes the weights of an open file for inputs of dimension d, or for images.
  ///
  /// - Throws: `Safetensors.Failure` naming the tensor that is missing, misshapen, not finite, or
  ///   unused.
  public init(
    file: Safetensors, inputs d: Int, image: ImageShape? = nil
  ) throws(Safetensors.Failure) {
    try self.init(SavedModel(file: file), inputs: d, image: image)
  }

  /// Takes the weights of a file for inputs of dimension d.
  init(_ saved: SavedModel, inputs d: Int, image: ImageShape?) throws(Safetensors.Failure) {
    guard (saved.kind == .images) == (image != nil) else {
      throw .unusable(
        saved.kind == .images
          ? "its model takes images, expected one for \(d) numbers"
          : "its model takes numbers, expected one for images")
    }
    model = saved.model(inputs: d, image: image)
    guard saved.features >= image?.channels ?? d else {
      let field = model.family.form?.fieldName(hasReadout: model.hasReadout) ?? ""
      let last = image == nil ? "fc\(saved.network?.linearLayers.count ?? 3)" : "conv3"
      let name = "\(field).\(last).weight"
      throw .wrongShape(
        name: name, found: saved.file.shape(name) ?? [],
        expected: [image?.channels ?? d, saved.file.shape(name)?.last ?? saved.hidden])
    }
    if let p = saved.augmentation, saved.kind != .resnet, p != model.augmentation {
      throw .unusable(
        "its model has \(saved.features - p) inputs and p = \(p), expected \(image?.channels ?? d) "
          + "inputs")
    }
    namesActivation = saved.kind == .resnet || saved.activation != nil
    outputs = saved.outputs ?? d
    inputs = d
    parameters = saved.parameters
    for tensor in ParameterLayout(model, inputs: d, outputs: outputs).tensors {
      let found = saved.file.shape(tensor.name) ?? []
      if found == tensor.shape { continue }
      throw .wrongShape(name: tensor.name, found: found, expected: tensor.shape)
    }
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
      "time": (model.isTimeDependent ? TimeInput.first : TimeInput.none).rawValue,
    ]
    if let network = model.network, let form = model.family.form {
      metadata["field"] = network.text(prefix: form.fieldName(hasReadout: model.hasReadout))
      metadata["start"] = model.augmentation > 0 ? form.startModule : nil
    }
    if let layer = model.readoutLayer {
      metadata["readout"] = "linear_layer.0 \(layer.activation.rawValue) linear_layer.2"
      metadata["readout-activation"] = layer.activation.rawValue
    } else if model.network != nil, model.hasReadout {
      metadata["readout"] = "linear_layer"
    }
    if let span = model.span { metadata["span"] = "\(span.start),\(span.end)" }
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

extension TrainingRun {
  /// The current model.
  public var checkpoint: Checkpoint { Checkpoint(trainer, dataset: dataset) }
}
