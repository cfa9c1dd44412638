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
  public let parameterCount: Int
  let file: Safetensors

  /// Reads a file.
  ///
  /// - Throws: `Safetensors.Failure` naming the tensor that is missing, misshapen, not finite, or
  ///   unused.
  public init(path: String) throws(Safetensors.Failure) {
    try self.init(file: Safetensors(path: path))
  }

  /// Inspects an open file; a common prefix before the authors' names is ignored.
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
    let relative = Self.relative(file)
    self.relative = relative
    let named = file.metadata["p"].flatMap { Int($0) }.flatMap {
      (0..<65_536).contains($0) ? $0 : nil
    }
    // p as the tensors of a relative give it.
    var own: Int?
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
      let rows = try extents("\(field).fc3.weight", 2)[0]
      features = rows
      hidden = first[0]
      blocks = 0
      let form = relative?.form
      // The first map's inputs beside the state: t, and x where the field takes it.
      let others = first[1] - rows * (form?.isSecondOrder == true ? 2 : 1)
      if form?.fieldTakesInput == true {
        let time = file.metadata["time"] == "False" ? 0 : 1
        own = named.flatMap { $0 < rows ? $0 : nil } ?? rows - (others - time)
        isTimeDependent = others == rows - (own ?? 0) + 1
      } else {
        isTimeDependent = others == 1
        own =
          form?.isSecondOrder == true
          ? 0 : form?.startModule.flatMap { file.shape("\($0).weight")?.first }
      }
      pixels = nil
    }
    outputs = readout?[0]
    let width = self.features
    augmentation = (own ?? named).flatMap { (0..<width).contains($0) ? $0 : nil }
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
      _ key: String, _: Choice.Type
    ) throws(Safetensors.Failure) -> Choice? {
      guard let word = file.metadata[key] else { return nil }
      guard let choice = Choice(rawValue: word) else {
        throw .malformed(
          "metadata \(key): unknown value '\(word)'; choose \(SettingKind.list(Choice.words))")
      }
      return choice
    }
    activation = try choice("activation", Activation.self)
    windowTime = try choice("window-time", WindowTime.self) ?? .start
    parameterCount = file.names.reduce(0) { $0 + (file.shape($1)?.reduce(1, *) ?? 0) }
    try checkTensors(of: whole, prefix)
  }

  /// The relative that a file's metadata name or its tensors show.
  private static func relative(_ file: Safetensors) -> ModelFamily? {
    let relatives = ModelFamily.relatives
    guard let first = file.shape("odefunc.fc1.weight"), first.count == 2,
      let last = file.shape("odefunc.fc3.weight"), last.count == 2
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

  /// Throws if a tensor of the model is missing, misshapen or not finite, or if the model does not
  /// use all tensors (then it is a different model).
  private func checkTensors(
    of whole: Safetensors, _ prefix: String
  ) throws(Safetensors.Failure) {
    var model = ModelConfiguration(family: kind == .resnet ? .resnet : relative ?? .node)
    (model.hidden, model.blocks) = (hidden, blocks)
    (model.isTimeDependent, model.hasReadout) = (isTimeDependent, outputs != nil)
    if kind == .images {
      if outputs != nil, pixels == nil {
        throw .malformed("its readout does not fit images of \(features) channels")
      }
      // No tensor's shape gives the width of the images: one row will do here.
      model.image = ImageShape(channels: features, height: 1, width: pixels ?? 1)
    }
    var inputs = model.image?.count ?? features
    if relative != nil {
      guard let own = self.inputs, let p = augmentation else {
        throw .malformed("its tensors do not say which of its \(features) features are the input")
      }
      (inputs, model.augmentation) = (own, p)
    }
    let tensors = ParameterLayout(model, inputs: inputs, outputs: outputs ?? inputs).tensors
    for tensor in tensors { _ = try file.finiteNumbers(tensor.name, shape: tensor.shape) }
    let read = Set(tensors.map { prefix + $0.name })
    let unread = whole.names.filter { !read.contains($0) }
    if !unread.isEmpty { throw .unread(unread) }
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
      file: file, inputs: image?.count ?? inputs ?? self.inputs ?? min(features, 2), image: image)
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
    relative?.title ?? augmentation.map { $0 > 0 ? "ANODE" : "NODE" } ?? "NODE or ANODE"
  }
}

extension Safetensors {
  /// Prefixes of the authors' names.
  private static let stems = ["odeblock.odefunc.", "odefunc.", "residual_blocks.", "linear_layer."]

  /// The tensors under the authors' names, and the prefix that was removed: `module.` from parallel
  /// training, `_orig_mod.` from compiled models, or a variable's name.
  ///
  /// - Throws: `Failure.several` for several prefixes, `unknownNames` if no name is known.
  func weights() throws(Failure) -> (file: Safetensors, prefix: String) {
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
    return (stripped(of: prefix), prefix)
  }
}
