/// The place of each tensor in a model's flat array of parameters, and its name in PyTorch's
/// `state_dict`.
public struct ParameterLayout: Sendable, Equatable {
  /// One tensor, row-major.
  public struct Tensor: Sendable, Equatable {
    /// The authors' key.
    public let name: String
    /// Outputs × inputs of a weight (× rows × columns for a convolution), or the length of a bias.
    public let shape: [Int]
    /// Index of the first scalar.
    public let offset: Int
    /// Inputs of its map: PyTorch draws initial values from ±1/√fanIn.
    public let fanIn: Int
    /// Its initial numbers, if they are not drawn.
    let constant: Double?
    /// Scalars.
    public var count: Int { shape.reduce(1, *) }
  }

  /// Tensors in the order of the `state_dict`.
  public private(set) var tensors: [Tensor] = []
  /// Scalars in total.
  public private(set) var count = 0

  /// The layout of a model for inputs of dimension d.
  public init(_ model: ModelConfiguration, inputs d: Int, outputs: Int) {
    if let form = model.family.form {
      appendField(model, form, inputs: d)
      let added = model.features(inputs: d) - d
      if let name = form.startModule, added > 0 { appendLinear(name, d, added) }
    } else {
      for block in 0..<model.blocks {
        appendLinear("residual_blocks.\(block).mlp.0", d, model.hidden)
        appendLinear("residual_blocks.\(block).mlp.2", model.hidden, d)
      }
    }
    guard model.hasReadout else { return }
    let features = model.readFeatures(inputs: d)
    if let layer = model.readoutLayer {
      appendLinear("linear_layer.0", features, layer.units)
      appendLinear("linear_layer.2", layer.units, outputs)
    } else {
      appendLinear("linear_layer", features, outputs)
    }
  }

  private mutating func appendField(_ model: ModelConfiguration, _ form: FlowForm, inputs d: Int) {
    let prefix = form.fieldName(hasReadout: model.hasReadout)
    if let image = model.image {
      let time = model.isTimeDependent ? 1 : 0
      let channels = image.channels + model.augmentation
      appendConvolution("\(prefix).conv1", channels + time, model.hidden, 1)
      appendConvolution("\(prefix).conv2", model.hidden + time, model.hidden, 3)
      appendConvolution("\(prefix).conv3", model.hidden + time, channels, 1)
    } else {
      let field = model.fieldExtents(inputs: d)
      if let network = model.network {
        let tensors = network.parameters(
          inputs: field.inputs, outputs: field.outputs, isTimeDependent: model.isTimeDependent)
        for tensor in tensors {
          append(
            "\(prefix).\(tensor.name)", tensor.shape, fanIn: tensor.fanIn,
            constant: tensor.constant)
        }
        return
      }
      appendLinear("\(prefix).fc1", field.inputs, model.hidden)
      appendLinear("\(prefix).fc2", model.hidden, model.hidden)
      appendLinear("\(prefix).fc3", model.hidden, field.outputs)
    }
  }

  private mutating func appendLinear(_ name: String, _ inputs: Int, _ outputs: Int) {
    append("\(name).weight", [outputs, inputs], fanIn: inputs)
    append("\(name).bias", [outputs], fanIn: inputs)
  }

  private mutating func appendConvolution(
    _ name: String, _ inputs: Int, _ outputs: Int, _ size: Int
  ) {
    let fanIn = inputs * size * size
    append("\(name).weight", [outputs, inputs, size, size], fanIn: fanIn)
    append("\(name).bias", [outputs], fanIn: fanIn)
  }

  private mutating func append(
    _ name: String, _ shape: [Int], fanIn: Int, constant: Double? = nil
  ) {
    tensors.append(
      Tensor(name: name, shape: shape, offset: count, fanIn: fanIn, constant: constant))
    count += shape.reduce(1, *)
  }

  /// Initial parameters as in PyTorch's `Linear` and `Conv2d`: uniform in ±1/√fanIn.
  public func initialParameters(using generator: inout Xoshiro256) -> [Double] {
    tensors.flatMap { tensor -> [Double] in
      if let constant = tensor.constant { return Array(repeating: constant, count: tensor.count) }
      let bound = 1 / Double(tensor.fanIn).squareRoot()
      return (0..<tensor.count).map { _ in generator.uniform(-bound, bound) }
    }
  }
}
