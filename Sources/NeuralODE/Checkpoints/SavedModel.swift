import Files
import Solvers

/// What a file of weights is, as far as its tensors' names and shapes and its metadata tell: the
/// architecture of a NODE or ANODE, a ResNet, or a convolutional flow.
///
/// Shapes tell d + p, and not where the inputs end and the augmentation begins: metadata does, or
/// the data that the model is to learn.
public struct SavedModel: Sendable {
  /// What is transformed: points by dense layers, points by residual blocks, images by convolutions.
  public enum Kind: Sendable, Equatable {
    /// A vector field of dense layers.
    case flow
    /// Residual blocks.
    case resnet
    /// A convolutional vector field.
    case images
  }

  /// What it is.
  public let kind: Kind
  /// Features d + p; channels c + p of images.
  public let features: Int
  /// Hidden units, or filters.
  public let hidden: Int
  /// Residual blocks; 0 of a flow.
  public let blocks: Int
  /// Does the vector field depend on time?
  public let isTimeDependent: Bool
  /// Which time the vector field of a window gets; the window's own where the metadata do not tell.
  public let windowTime: WindowTime
  /// Numbers to an output; nil without a readout.
  public let outputs: Int?
  /// Pixels of an image's channel, where there is a readout to tell.
  public let pixels: Int?
  /// The augmentation p, where the metadata tell.
  public let augmentation: Int?
  /// The nonlinearity, where the metadata tell.
  public let activation: Activation?
  /// Weights and biases.
  public let parameterCount: Int
  /// The tensors, under the authors' names.
  let file: Safetensors

  /// Reads a file.
  ///
  /// - Throws: `Safetensors.Failure` naming the tensor that is missing, misshapen, not finite, or
  ///   read by nothing.
  public init(path: String) throws(Safetensors.Failure) {
    try self.init(file: Safetensors(path: path))
  }

  /// Looks at the tensors of a file, whatever stands before the authors' names in all of theirs.
  public init(file whole: Safetensors) throws(Safetensors.Failure) {
    let (file, prefix) = try whole.weights()
    self.file = file
    func extents(_ name: String, _ rank: Int) throws(Safetensors.Failure) -> [Int] {
      guard let shape = file.shape(name) else { throw .missing(name) }
      guard shape.count == rank, shape.allSatisfy({ (1...65_536).contains($0) }) else {
        throw .wrongShape(name: name, found: shape, expected: Array(repeating: 0, count: rank))
      }
      return shape
    }
    let names = Set(file.names)
    let hasReadout = names.contains("linear_layer.weight")
    let field = names.contains { $0.hasPrefix("odeblock.") } ? "odeblock.odefunc" : "odefunc"
    let readout = hasReadout ? try extents("linear_layer.weight", 2) : nil
    if names.contains(where: { $0.hasPrefix("residual_blocks.") }) {
      kind = .resnet
      let first = try extents("residual_blocks.0.mlp.0.weight", 2)
      (hidden, features) = (first[0], first[1])
      blocks = (0..<4096).first { !names.contains("residual_blocks.\($0).mlp.0.weight") } ?? 0
      isTimeDependent = false
      pixels = nil
    } else if names.contains(where: { $0.hasPrefix("\(field).conv") }) {
      kind = .images
      let first = try extents("\(field).conv1.weight", 4)
      let channels = try extents("\(field).conv3.weight", 4)[0]
      features = channels
      hidden = first[0]
      blocks = 0
      isTimeDependent = first[1] == features + 1
      pixels = readout.flatMap { $0[1] % channels == 0 ? $0[1] / channels : nil }
    } else {
      kind = .flow
      let first = try extents("\(field).fc1.weight", 2)
      features = try extents("\(field).fc3.weight", 2)[0]
      hidden = first[0]
      blocks = 0
      isTimeDependent = first[1] == features + 1
      pixels = nil
    }
    outputs = readout?[0]
    let width = self.features
    augmentation = file.metadata["p"].flatMap { Int($0) }.flatMap {
      (0..<width).contains($0) ? $0 : nil
    }
    func named<Choice: RawRepresentable<String> & CaseIterable>(
      _ key: String, _ name: String, _: Choice.Type
    ) throws(Safetensors.Failure) -> Choice? {
      guard let word = file.metadata[key] else { return nil }
      guard let choice = Choice(rawValue: word) else {
        throw .malformed(
          "its metadata names the \(name) '\(word)', known are "
            + Choice.words.joined(separator: ", "))
      }
      return choice
    }
    activation = try named("activation", "activation", Activation.self)
    windowTime = try named("window-time", "time of windows", WindowTime.self) ?? .start
    parameterCount = file.names.reduce(0) { $0 + (file.shape($1)?.reduce(1, *) ?? 0) }
    try checkTensors(of: whole, prefix)
  }

  /// Refuses a file that lacks tensors of its model, has them in other shapes or not finite, or has
  /// more than the model reads: then it is another model.
  private func checkTensors(
    of whole: Safetensors, _ prefix: String
  ) throws(Safetensors.Failure) {
    var model = ModelConfiguration(family: kind == .resnet ? .resnet : .node)
    (model.hidden, model.blocks) = (hidden, blocks)
    (model.isTimeDependent, model.hasReadout) = (isTimeDependent, outputs != nil)
    if kind == .images {
      if outputs != nil, pixels == nil {
        throw .malformed("its readout does not fit images of \(features) channels")
      }
      // How pixels are parted into rows, no shape of a tensor says.
      model.image = ImageShape(channels: features, height: 1, width: pixels ?? 1)
    }
    let inputs = model.image?.count ?? features
    let tensors = ParameterLayout(model, inputs: inputs, outputs: outputs ?? inputs).tensors
    for tensor in tensors { _ = try file.finiteNumbers(tensor.name, shape: tensor.shape) }
    let read = Set(tensors.map { prefix + $0.name })
    let unread = whole.names.filter { !read.contains($0) }
    if !unread.isEmpty { throw .unread(unread) }
  }

  /// Dimension d of the inputs (channels of images): features less the augmentation of the metadata.
  public var inputs: Int? { kind == .resnet ? features : augmentation.map { features - $0 } }

  /// The model with its weights.
  ///
  /// - Parameters:
  ///   - inputs: dimension d of the inputs that it is to serve; nil takes what the file says, and
  ///     else the plane's 2, or 1 where there is but one feature.
  ///   - image: the extents of the images, of a convolutional model.
  /// - Throws: `Safetensors.Failure` naming the tensor and its shape.
  public func checkpoint(
    inputs: Int? = nil, image: ImageShape? = nil
  ) throws(Safetensors.Failure) -> Checkpoint {
    try Checkpoint(
      file: file, inputs: image?.count ?? inputs ?? self.inputs ?? min(features, 2), image: image)
  }

  /// The model with its weights, as one of what is to be learned from these data.
  public func checkpoint(
    for data: DatasetConfiguration
  ) throws(Safetensors.Failure) -> Checkpoint {
    try checkpoint(inputs: data.dimension, image: data.imageShape)
  }

  /// What it is, in one line.
  public var summary: String {
    let readout = outputs.map { "a readout of \($0) output\($0 == 1 ? "" : "s")" } ?? "no readout"
    let absolute = windowTime == .absolute ? "absolute " : ""
    let time = isTimeDependent ? "with \(absolute)time" : "without time"
    let known = inputs.map { ": \($0) of the input" } ?? " (d + p)"
    let word = activation.map { "\($0.rawValue), " } ?? ""
    switch kind {
    case .resnet:
      return
        "ResNet: \(features) features, \(blocks) blocks of \(hidden) hidden units, \(readout), "
        + "\(parameterCount) parameters"
    case .flow:
      return "\(family): \(features) features\(known), \(hidden) hidden units, \(word)\(time), "
        + "\(readout), \(parameterCount) parameters"
    case .images:
      let size = pixels.map { " of \($0) pixels" } ?? ""
      return "convolutional \(family): \(features) channels\(known)\(size), \(hidden) filters, "
        + "\(word)\(time), \(readout), \(parameterCount) parameters"
    }
  }

  private var family: String {
    augmentation.map { $0 > 0 ? "ANODE" : "NODE" } ?? "NODE or ANODE"
  }
}

extension Safetensors {
  /// What the authors' names begin with.
  private static let stems = ["odeblock.odefunc.", "odefunc.", "residual_blocks.", "linear_layer."]

  /// The tensors under the authors' names, where something else stands before all of those:
  /// `module.` of parallel training, `_orig_mod.` of compiled models, a variable's name; and what
  /// stands there.
  ///
  /// - Throws: `Failure.several` where there are several beginnings, and `unknownNames` where there
  ///   is no such name.
  func weights() throws(Failure) -> (file: Safetensors, prefix: String) {
    var prefixes: Set<String> = []
    for name in names {
      // The first stem that begins behind a dot, or the name.
      let starts = Self.stems.compactMap { stem -> String.Index? in
        if name.hasPrefix(stem) { return name.startIndex }
        guard let range = name.firstRange(of: ".\(stem)") else { return nil }
        return name.index(after: range.lowerBound)
      }
      if let start = starts.min() { prefixes.insert(String(name[..<start])) }
    }
    guard let prefix = prefixes.first else { throw .unknownNames(names) }
    guard prefixes.count == 1 else { throw .several(prefixes.sorted()) }
    return (stripped(of: prefix), prefix)
  }
}
