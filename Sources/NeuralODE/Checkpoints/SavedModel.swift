import Files
import Solvers

/// The architecture of a weights file, from its tensors' names and shapes and its metadata.
///
/// Shapes give only the sum d + p; metadata or the data to learn separate the two.
public struct SavedModel: Sendable {
  /// The architecture: dense flow, residual blocks or convolutional flow.
  public enum Kind: Sendable, Equatable {
    /// Points, by a vector field of dense layers.
    case flow
    /// Points, by residual blocks.
    case resnet
    /// Images, by a convolutional vector field.
    case images
  }

  /// The architecture.
  public let kind: Kind
  /// The family, where more than p tells it from a NODE; nil for a NODE, an ANODE and a ResNet.
  let relative: ModelFamily?
  /// Features d + p; for images, channels c + p.
  public let features: Int
  /// Hidden units, or filters.
  public let hidden: Int
  /// Residual blocks; 0 for a flow.
  public let blocks: Int
  /// Whether the vector field depends on time.
  public let isTimeDependent: Bool
  /// The time passed to a window's vector field; without metadata, the window's own.
  public let windowTime: WindowTime
  /// Numbers per output; nil without a readout.
  public let outputs: Int?
  /// Pixels per channel; nil without a readout.
  public let pixels: Int?
  /// The augmentation p, if the metadata or the tensors give it.
  public let augmentation: Int?
  /// The activation, if the metadata give it.
  public let activation: Activation?
  /// Weights and biases.
  public var parameterCount: Int { parameters.count }
  let file: Safetensors
  /// Weights in the order of `ParameterLayout`.
  private(set) var parameters: [Double] = []

  /// The field's layers; nil for the published three maps.
  public let network: FieldNetwork?
  /// The hidden layer of the readout.
  public let readoutLayer: ReadoutLayer?
  /// The times of the flow's start and end, if the metadata give them.
  public let span: TimeSpan?
  /// Whether t is the last column of the file's first map; here it is the first.
  private let hasTimeLast: Bool

  /// Reads a file.
  ///
  /// - Throws: `Safetensors.Failure` naming the tensor that is missing, misshapen, not finite, or
  ///   unused.
  public init(
    path: String, hints: WeightHints = WeightHints()
  ) throws(Safetensors.Failure) {
    try self.init(file: Safetensors(path: path), hints: hints)
  }

  /// Inspects an open file; a common prefix before the authors' names is ignored.
  public init(
    file whole: Safetensors, hints: WeightHints = WeightHints()
  ) throws(Safetensors.Failure) {
    let weights = try NamedWeights(whole, hints)
    let file = weights.file
    self.file = file
    func extents(_ name: String, _ rank: Int) throws(Safetensors.Failure) -> [Int] {
      guard let shape = file.shape(name) else { throw .missing(name) }
      guard shape.count == rank, shape.allSatisfy({ (1...65_536).contains($0) }) else {
        throw .wrongShape(name: name, found: shape, expected: Array(repeating: 0, count: rank))
      }
      return shape
    }
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
      _ key: String, _: Choice.Type
    ) throws(Safetensors.Failure) -> Choice? {
      guard let word = file.metadata[key] else { return nil }
      return try Choice(word, of: key)
    }
    // Files of earlier versions say True and False.
    let time: TimeInput? =
      switch file.metadata["time"] {
      case "True": .first
      case "False": TimeInput.none
      default: try choice("time", TimeInput.self)
      }
    let namedP = file.metadata["p"].flatMap { Int($0) }.flatMap {
      (0..<65_536).contains($0) ? $0 : nil
    }
    windowTime = try choice("window-time", WindowTime.self) ?? .start
    span = try file.metadata["span"].map { (text) throws(Safetensors.Failure) in
      guard let span = TimeSpan(text) else {
        throw .unusable("span '\(text.short)': expected two times in ascending order, such as 0,5")
      }
      return span
    }
    let names = Set(file.names)
    let hasHiddenReadout = names.contains("linear_layer.2.weight")
    let readout =
      names.contains("linear_layer.weight") || hasHiddenReadout
      ? try extents("linear_layer\(hasHiddenReadout ? ".2" : "").weight", 2) : nil
    let readoutActivation = try choice("readout-activation", Activation.self)
    readoutLayer =
      hasHiddenReadout
      ? ReadoutLayer(
        units: try extents("linear_layer.0.weight", 2)[0],
        activation: weights.readoutActivation ?? readoutActivation ?? .relu) : nil
    let field = names.contains { $0.hasPrefix("odeblock.") } ? "odeblock.odefunc" : "odefunc"
    let relative = Self.relative(file)
    self.relative = relative
    // p as the tensors of a relative give it.
    var own: Int?
    var network: FieldNetwork?
    if names.contains(where: { $0.hasPrefix("residual_blocks.") }) {
      kind = .resnet
      let first = try extents("residual_blocks.0.mlp.0.weight", 2)
      (hidden, features) = (first[0], first[1])
      blocks = (0..<4096).first { !names.contains("residual_blocks.\($0).mlp.0.weight") } ?? 0
      isTimeDependent = false
      pixels = nil
      activation = try choice("activation", Activation.self)
    } else if names.contains(where: { $0.hasPrefix("\(field).conv") }) {
      kind = .images
      let first = try extents("\(field).conv1.weight", 4)
      let channels = try extents("\(field).conv3.weight", 4)[0]
      features = channels
      hidden = first[0]
      blocks = 0
      isTimeDependent = first[1] == features + 1
      pixels = readout.flatMap { $0[1] % channels == 0 ? $0[1] / channels : nil }
      activation = try choice("activation", Activation.self)
    } else {
      kind = .flow
      let named = try choice("activation", Activation.self)
      activation = weights.network?.activations.first ?? named
      network = weights.network ?? FieldNetwork(of: file, prefix: field, activation ?? .relu)
      let maps = network?.linearLayers.count ?? 0
      let first = try extents("\(field).fc1.weight", 2)
      let rows = try extents("\(field).fc\(max(1, maps)).weight", 2)[0]
      features = rows
      hidden = first[0]
      blocks = 0
      let form = relative?.form
      // The first map's inputs beside the state: t, and x where the field takes it.
      let others = first[1] - rows * (form?.isSecondOrder == true ? 2 : 1)
      if form?.fieldTakesInput == true {
        let columns = time == TimeInput.none ? 0 : 1
        own = namedP.flatMap { $0 < rows ? $0 : nil } ?? rows - (others - columns)
        isTimeDependent = others == rows - (own ?? 0) + 1
      } else {
        isTimeDependent = others == 1
        own =
          form?.isSecondOrder == true
          ? 0 : form?.startModule.flatMap { file.shape("\($0).weight")?.first }
      }
      pixels = nil
    }
    hasTimeLast = isTimeDependent && time == .last
    if kind == .flow, let time, (time != TimeInput.none) != isTimeDependent {
      throw .unusable(
        isTimeDependent
          ? "its first map takes one input more than the state has, which time=none leaves no place for"
          : "its first map has no input for t, expected one for time=\(time.rawValue)")
    }
    self.network = network?.isPublished == true ? nil : network
    outputs = readout?[0]
    let width = self.features
    augmentation = (own ?? namedP).flatMap { (0..<width).contains($0) ? $0 : nil }
    try readTensors(weights)
  }

  /// The relative that a file's metadata name or its tensors show.
  private static func relative(_ file: Safetensors) -> ModelFamily? {
    let relatives = ModelFamily.relatives
    let maps = (1...1000).prefix { file.shape("odefunc.fc\($0).weight")?.count == 2 }
    guard let first = file.shape("odefunc.fc1.weight"), first.count == 2,
      let last = file.shape("odefunc.fc\(maps.last ?? 1).weight")
    else { return nil }
    if let named = relatives.first(where: { $0.rawValue == file.metadata["model"] }) {
      return named
    }
    let names = Set(file.names)
    let started = relatives.first {
      $0.form?.startModule.map { names.contains("\($0).weight") } ?? false
    }
    if let started { return started }
    // Columns beside those of the state and t are those of the input.
    guard first[1] > last[0] + 1 else { return nil }
    return relatives.first { $0.form?.fieldTakesInput ?? false }
  }

  /// The model, for inputs of dimension d or for images; p is what the inputs leave.
  func model(inputs d: Int, image: ImageShape?) -> ModelConfiguration {
    var model = ModelConfiguration(family: kind == .resnet ? .resnet : .node, hidden: hidden)
    model.image = image
    model.hasReadout = outputs != nil
    model.readoutLayer = readoutLayer
    guard kind != .resnet else {
      model.blocks = blocks
      return model
    }
    model.isTimeDependent = isTimeDependent
    model.windowTime = windowTime
    model.augmentation = features - (image?.channels ?? d)
    model.family = relative ?? (model.augmentation > 0 ? .anode : .node)
    model.activation = activation ?? model.activation
    (model.network, model.span) = (network, span)
    return model
  }

  /// Reads the weights; throws if a tensor of the model is missing, misshapen or not finite, or if
  /// the model does not use all tensors (then it is a different model).
  private mutating func readTensors(_ weights: NamedWeights) throws(Safetensors.Failure) {
    var (inputs, image) = (features, ImageShape?.none)
    if kind == .images {
      if outputs != nil, pixels == nil {
        throw .malformed("its readout does not fit images of \(features) channels")
      }
      // No tensor's shape gives the width of the images: one row will do here.
      image = ImageShape(channels: features, height: 1, width: pixels ?? 1)
      inputs = features * (pixels ?? 1)
    }
    if relative != nil {
      guard let own = self.inputs else {
        throw .malformed("its tensors do not say which of its \(features) features are the input")
      }
      inputs = own
    }
    let model = model(inputs: inputs, image: image)
    if let network, let form = model.family.form, !network.suits(form) {
      throw .unusable(
        form.isSecondOrder
          ? "a field of second order has no residual sum with the state"
          : "a field that takes the input begins with a map of both")
    }
    let tensors = ParameterLayout(model, inputs: inputs, outputs: outputs ?? inputs).tensors
    let read = Set(tensors.map(\.name))
    let unread = file.names.filter { !read.contains($0) }.map { weights.originals[$0] ?? $0 }
    if !unread.isEmpty { throw .unread(unread.sorted()) }
    for tensor in tensors {
      var numbers = try file.finiteNumbers(tensor.name, shape: tensor.shape)
      if hasTimeLast, tensor.name.hasSuffix("odefunc.fc1.weight") {
        numbers = stride(from: tensor.fanIn - 1, to: numbers.count, by: tensor.fanIn).flatMap {
          [numbers[$0]] + numbers[$0 + 1 - tensor.fanIn..<$0]
        }
      }
      parameters += numbers
    }
  }

  /// Dimension d of the inputs (for images, channels): features minus the metadata's augmentation.
  public var inputs: Int? { kind == .resnet ? features : augmentation.map { features - $0 } }

  /// The model with its weights.
  ///
  /// - Parameter inputs: dimension d; nil takes the file's, or else 2 (1 for a single feature).
  /// - Throws: `Safetensors.Failure` naming the tensor and its shape.
  public func checkpoint(
    inputs: Int? = nil, image: ImageShape? = nil
  ) throws(Safetensors.Failure) -> Checkpoint {
    try Checkpoint(
      self, inputs: image?.count ?? inputs ?? self.inputs ?? min(features, 2), image: image)
  }

  /// The model with its weights, for inputs like these data.
  public func checkpoint(
    for data: DatasetConfiguration
  ) throws(Safetensors.Failure) -> Checkpoint {
    try checkpoint(inputs: data.dimension, image: data.imageShape)
  }

  /// A one-line description.
  public var summary: String {
    let readout = outputs.map { "a readout of \($0) output\($0 == 1 ? "" : "s")" } ?? "no readout"
    let absolute = windowTime == .absolute ? "absolute " : ""
    let time = isTimeDependent ? "with \(absolute)time" : "without time"
    let known = inputs.map { ": \($0) of the input" } ?? " (d + p)"
    let word = activation.map { "\($0.rawValue), " } ?? ""
    let units = network?.summary ?? "\(hidden) hidden units"
    switch kind {
    case .resnet:
      return
        "ResNet: \(features) features, \(blocks) blocks of \(hidden) hidden units, \(readout), "
        + "\(parameterCount) parameters"
    case .flow:
      let layer = readoutLayer.map { " after \($0.units) units, \($0.activation.rawValue)" } ?? ""
      let times = span.map { ", t from \($0.start) to \($0.end)" } ?? ""
      return "\(family): \(features) features\(known), \(units), \(network == nil ? word : "")"
        + "\(time)\(times), \(readout)\(layer), \(parameterCount) parameters"
    case .images:
      let size = pixels.map { " of \($0) pixels" } ?? ""
      return "convolutional \(family): \(features) channels\(known)\(size), \(hidden) filters, "
        + "\(word)\(time), \(readout), \(parameterCount) parameters"
    }
  }

  private var family: String {
    relative?.title ?? augmentation.map { $0 > 0 ? "ANODE" : "NODE" } ?? "NODE or ANODE"
  }
}

extension Safetensors {
  /// Prefixes of the authors' names.
  private static let stems = ["odeblock.odefunc.", "odefunc.", "residual_blocks.", "linear_layer."]

  /// The prefix before the authors' names: `module.` from parallel training, `_orig_mod.` from
  /// compiled models, or a variable's name.
  ///
  /// - Throws: `Failure.several` for several prefixes, `unknownNames` if no name is known.
  func prefix() throws(Failure) -> String {
    var prefixes: Set<String> = []
    for name in names {
      // The first stem at the start of the name or after a dot.
      let starts = Self.stems.compactMap { stem -> String.Index? in
        if name.hasPrefix(stem) { return name.startIndex }
        guard let range = name.firstRange(of: ".\(stem)") else { return nil }
        return name.index(after: range.lowerBound)
      }
      if let start = starts.min() { prefixes.insert(String(name[..<start])) }
    }
    guard let prefix = prefixes.first else { throw .unknownNames(names) }
    guard prefixes.count == 1 else { throw .several(prefixes.sorted()) }
    return prefix
  }
}
