import Files

/// Where t is among the inputs of a field's first map.
public enum TimeInput: String, Sendable, CaseIterable {
  /// Before the state.
  case first
  /// After it.
  case last
  /// Nowhere.
  case none
}

/// What is said about a file of weights beside it; it goes before the file's own metadata.
public struct WeightHints: Sendable, Equatable {
  /// Other names for modules: `net.{0,2,4}=fc{1,2,3}`.
  public var map: String?
  /// Where the field takes t.
  public var time: TimeInput?
  /// The times of the flow's start and end.
  public var span: TimeSpan?

  /// Nothing.
  public init() {}

  /// The file's metadata, replaced where something is said.
  func metadata(of file: Safetensors) -> [String: String] {
    var metadata = file.metadata
    // Other names make another field.
    if map != nil { metadata["field"] = nil }
    if let time { metadata["time"] = time.rawValue }
    if let span { metadata["span"] = "\(span.start),\(span.end)" }
    return metadata
  }
}

/// A file's tensors under the names of `ParameterLayout`, and the layers that they belong to.
struct NamedWeights {
  /// The tensors; those of no known name keep their own.
  var file: Safetensors
  /// The name in the file of each tensor.
  private(set) var originals: [String: String] = [:]
  /// The field's layers, if the metadata describe them.
  private(set) var network: FieldNetwork?
  /// The activation of the readout's hidden layer, if the metadata describe it.
  private(set) var readoutActivation: Activation?

  /// Finds the names of a file's tensors: by the hints, by its metadata `field`, `readout` and
  /// `start`, or else those of the authors after any common prefix.
  init(_ whole: Safetensors, _ hints: WeightHints) throws(Safetensors.Failure) {
    let metadata = hints.metadata(of: whole)
    let whole = whole.described(by: metadata)
    file = whole
    var renamed: [String: String] = [:]
    if let map = hints.map {
      for (from, to) in try Self.pairs(map) {
        let names = whole.names.filter { $0.hasPrefix("\(from).") }
        guard !names.isEmpty else {
          throw .unusable("no tensor begins with '\(from.short).', which is to be \(to)")
        }
        for name in names { renamed[name] = to + name.dropFirst(from.count) }
      }
      let hasReadout = renamed.values.contains { $0.hasPrefix("linear_layer.") }
      let prefix = Self.fieldPrefix(whole, hasReadout: hasReadout)
      for (name, new) in renamed where new.hasPrefix("fc") || new.hasPrefix("norm") {
        renamed[name] = "\(prefix).\(new)"
      }
    } else if let field = metadata["field"] {
      renamed = try describe(field)
    } else {
      let prefix = try whole.prefix()
      for name in whole.names where name.hasPrefix(prefix) {
        renamed[name] = String(name.dropFirst(prefix.count))
      }
    }
    for name in whole.names {
      let new = renamed[name] ?? name
      guard originals.updateValue(name, forKey: new) == nil else {
        throw .unusable("two of its tensors are \(new)")
      }
    }
    file = whole.renamed { renamed[$0] ?? $0 }
  }

  private static func fieldPrefix(_ file: Safetensors, hasReadout: Bool) -> String {
    let family = file.metadata["model"].flatMap(ModelFamily.init) ?? .node
    let form = file.metadata["start"] != nil ? FlowForm.learned : family.form ?? .node
    return form.fieldName(hasReadout: hasReadout)
  }

  /// The pairs of a map, such as `net.{0,2,4}=fc{1,2,3} head=linear_layer`.
  private static func pairs(
    _ text: String
  ) throws(Safetensors.Failure) -> [(from: String, to: String)] {
    var pairs: [(String, String)] = []
    for part in text.split(separator: " ") {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
        throw .unusable("'\(String(part).short)' is no NAME=NAME")
      }
      let (from, to) = (alternatives(sides[0]), alternatives(sides[1]))
      guard from.count == to.count else {
        throw .unusable(
          "'\(String(part).short)' has \(from.count) names before '=' and \(to.count) after it")
      }
      for (old, new) in zip(from, to) {
        let name = new == "readout" ? "linear_layer" : new
        let isKnown =
          name.hasPrefix("fc") || name.hasPrefix("norm") || name == FlowForm.learned.startModule
          || ["linear_layer", "linear_layer.0", "linear_layer.2"].contains(name)
        guard isKnown else {
          throw .unusable(
            "'\(new.short)' unknown; known: fc1, fc2, …, norm0, norm1, …, readout, linear_layer.0, "
              + "linear_layer.2, augment")
        }
        pairs.append((old, name))
      }
    }
    return pairs
  }

  /// `a{1,2}b` as `a1b` and `a2b`.
  private static func alternatives(_ text: Substring) -> [String] {
    guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") else {
      return [String(text)]
    }
    let (before, after) = (text[..<open], text[text.index(after: close)...])
    return text[text.index(after: open)..<close].split(separator: ",").map {
      String(before + $0 + after)
    }
  }

  /// Takes the layers from metadata `field`, `readout` and `start`.
  ///
  /// - Returns: the new name of each tensor that they name.
  private mutating func describe(_ field: String) throws(Safetensors.Failure) -> [String: String] {
    let readout = file.metadata["readout"]?.split(separator: " ").map(String.init) ?? []
    var renamed: [String: String] = [:]
    func rename(_ module: String, to name: String) throws(Safetensors.Failure) {
      guard file.shape("\(module).weight") != nil else { throw .missing("\(module).weight") }
      for part in ["weight", "bias"] where file.shape("\(module).\(part)") != nil {
        guard renamed.updateValue("\(name).\(part)", forKey: "\(module).\(part)") == nil else {
          throw .unusable("its metadata name '\(module.short)' twice, expected maps of their own")
        }
      }
    }
    var words = field.split(separator: " ").map(String.init)
    let residual = words.last.flatMap { FieldNetwork.Residual(rawValue: $0) } ?? .none
    if residual != .none { words.removeLast() }
    var layers: [FieldNetwork.Layer] = []
    for word in words { layers.append(try layer(word)) }
    let network = FieldNetwork(layers, residual: residual)
    let prefix = Self.fieldPrefix(file, hasReadout: !readout.isEmpty)
    for (word, named) in zip(words, network.named) {
      let module = Self.module(word).name
      if case .activation = named.layer { continue }
      if case .norm(false, false, _) = named.layer { continue }
      try rename(module, to: "\(prefix).\(named.name)")
    }
    self.network = network
    switch readout.count {
    case 0: break
    case 1: try rename(readout[0], to: "linear_layer")
    case 3:
      readoutActivation = try Activation(readout[1], of: "activation")
      try rename(readout[0], to: "linear_layer.0")
      try rename(readout[2], to: "linear_layer.2")
    default:
      throw .unusable("metadata readout: expected one map, or two with an activation between them")
    }
    if let start = file.metadata["start"] {
      try rename(start, to: FlowForm.learned.startModule ?? start)
    }
    return renamed
  }

  /// A word's name, and what stands in parentheses after it.
  private static func module(_ word: String) -> (name: String, epsilon: String?) {
    guard word.hasSuffix(")"), let open = word.firstIndex(of: "(") else { return (word, nil) }
    return (String(word[..<open]), String(word[word.index(after: open)...].dropLast()))
  }

  private func layer(_ word: String) throws(Safetensors.Failure) -> FieldNetwork.Layer {
    let (name, text) = Self.module(word)
    let hasBias = file.shape("\(name).bias") != nil
    let rank = file.shape("\(name).weight")?.count
    if text == nil, rank == 2 {
      // Its place says how many outputs a map has; the last has as many as the state.
      return .linear(outputs: file.shape("\(name).weight")?.first ?? 0, hasBias: hasBias)
    }
    if rank == 1 || rank == nil && name == "norm" {
      guard let epsilon = Double(text ?? "1e-5"), epsilon > 0, epsilon <= 1 else {
        throw .unusable("'\(word.short)': expected an epsilon above 0, at most 1")
      }
      return .norm(hasScale: rank == 1, hasBias: hasBias, epsilon: epsilon)
    }
    guard rank == nil else {
      throw .wrongShape(
        name: "\(name).weight", found: file.shape("\(name).weight") ?? [], expected: [0, 0])
    }
    guard text == nil, name.contains(where: { ".0123456789".contains($0) }) else {
      return .activation(try Activation(word, of: "activation"))
    }
    throw .missing("\(name).weight")
  }
}

extension RawRepresentable<String> where Self: CaseIterable {
  /// - Throws: `Safetensors.Failure` that lists the known ones.
  init(_ word: String, of key: String) throws(Safetensors.Failure) {
    guard let known = Self(rawValue: word) else {
      throw .unusable("\(key) '\(word.short)' unknown; known: \(SettingKind.list(Self.words))")
    }
    self = known
  }
}

extension FieldNetwork {
  /// The layers of maps `fc1`, `fc2`, … under a prefix, with a normalisation after those that have
  /// one and `activation` between them; nil without `fc1`.
  init?(of file: Safetensors, prefix: String, _ activation: Activation) {
    var layers: [Layer] = []
    func appendNorms(_ k: Int) {
      let letters = (98...122).map { String(UnicodeScalar(UInt8($0))) }
      for letter in [""] + letters {
        let name = "\(prefix).norm\(k)\(letter)"
        guard file.shape("\(name).weight")?.count == 1 else { return }
        layers.append(.norm(hasBias: file.shape("\(name).bias") != nil))
      }
    }
    appendNorms(0)
    // A single missing bias is a damaged file.
    let hasBias = file.names.contains { $0.hasPrefix("\(prefix).fc") && $0.hasSuffix(".bias") }
    var k = 1
    while let shape = file.shape("\(prefix).fc\(k).weight"), k <= 1000 {
      if k > 1 { layers.append(.activation(activation)) }
      layers.append(.linear(outputs: shape.first ?? 0, hasBias: hasBias))
      appendNorms(k)
      k += 1
    }
    guard k > 1 else { return nil }
    self.init(layers)
  }

  /// Whether it is the published field of three maps.
  var isPublished: Bool {
    guard let units = linearLayers.first?.outputs, let activation = activations.first else {
      return false
    }
    let hidden = [Layer.linear(outputs: units), .activation(activation)]
    return residual == .none && layers.dropLast() == (hidden + hidden)[...]
      && linearLayers.last?.hasBias == true && layers.count == 5
  }

  /// The description in metadata, with names under a prefix.
  func text(prefix: String) -> String {
    let words = named.map { name, layer in
      switch layer {
      case .linear: "\(prefix).\(name)"
      case .activation(let activation): activation.rawValue
      case .norm(let hasScale, _, let epsilon):
        (hasScale ? "\(prefix).\(name)" : "norm") + (epsilon == 1e-5 ? "" : "(\(epsilon))")
      }
    }
    return (words + (residual == .none ? [] : [residual.rawValue])).joined(separator: " ")
  }
}
