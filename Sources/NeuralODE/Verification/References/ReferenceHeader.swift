import Files
import Solvers

/// The metadata and shapes of a reference file, checked before its numbers are used: even for a
/// damaged file, no product of sizes overflows and no more is allocated than the file fills.
struct ReferenceHeader {
  let name: String
  var model: ModelConfiguration
  var training = TrainingConfiguration()
  /// Shape of an input: its dimension, or an image's channels, height and width.
  let extents: [Int]
  /// 1, or the number of classes of images.
  let outputs: Int
  /// Rows of the data set.
  let samples: Int
  /// Rows of the probe.
  let probes: Int

  /// Numbers per input.
  var dimension: Int { extents.reduce(1, *) }
  /// Shape of a state.
  var stateExtents: [Int] {
    model.image == nil
      ? [model.features(inputs: dimension)]
      : [extents[0] + model.augmentation] + extents.dropFirst()
  }

  /// Bounds far above any toy model and far below overflow.
  static let widths = 1...65_536
  /// Bounds for images: channels, filters and classes; pixels per row or column.
  private static let imageWidths = 1...4096
  private static let sides = 1...1024
  /// The most numbers that an evaluation keeps for the backward pass.
  static let evaluationLimit = 1 << 22
  private static let imageEvaluationLimit = 1 << 24

  init(_ file: Safetensors) throws {
    let metadata = Metadata(strings: file.metadata)
    name = try metadata.text("case", "the run's name")
    let kinds =
      ["node", "anode", "odeblock (no readout)", "resnet", "conv-node", "conv-anode"]
      + ModelFamily.relatives.map(\.rawValue)
    let kind = try metadata.text("model", SettingKind.list(kinds))
    guard kinds.contains(kind) else { throw metadata.failure("model", SettingKind.list(kinds)) }
    let isImages = kind.hasPrefix("conv")
    model = ModelConfiguration(
      family: .resnet,
      hidden: try isImages
        ? metadata.integer("filters", Self.imageWidths) : metadata.integer("hidden", Self.widths))
    let relative = ModelFamily.relatives.first { $0.rawValue == kind }
    model.hasReadout =
      relative == nil
      ? kind != "odeblock (no readout)" : file.shape("init.linear_layer.weight") != nil
    let loss = isImages ? "crossentropy" : "smoothl1"
    if isImages || file.metadata["loss"] != nil {
      guard try metadata.text("loss", loss) == loss else { throw metadata.failure("loss", loss) }
    }
    training.loss = isImages ? .crossEntropy : .smoothL1
    if kind == "resnet" {
      model.blocks = try metadata.integer("layers", 1...4096)
    } else {
      try Self.readFlow(metadata, &model, &training)
      if let relative {
        guard relative.isAugmented || model.augmentation == 0 else {
          throw metadata.failure("p", "0")
        }
        model.family = relative
      }
    }
    training.learningRate = try metadata.positive("lr")

    let data: [Int]
    let kept: Int
    let limit: Int
    if isImages {
      data = try Self.shape(
        "data.x", file, "(rows, channels, height, width), sides of at most \(Self.sides.upperBound)"
      ) {
        $0.count == 4 && $0[0] > 0 && Self.imageWidths.contains($0[1])
          && Self.sides.contains($0[2]) && Self.sides.contains($0[3])
      }
      let image = ImageShape(channels: data[1], height: data[2], width: data[3])
      model.image = image
      outputs = try Self.shape("init.linear_layer.weight", file, "(classes, features)") {
        $0.count == 2 && Self.imageWidths.contains($0[0])
      }[0]
      // Hidden images have a border.
      kept =
        2 * model.hidden * (image.height + 3) * (image.width + 3)
        + image.augmented(by: model.augmentation).count
      limit = Self.imageEvaluationLimit
    } else {
      data = try Self.shape("data.x", file, "(rows, dimension), both at least 1") {
        $0.count == 2 && $0[0] > 0 && Self.widths.contains($0[1])
      }
      // The output is one number, without a readout the flow's only feature.
      outputs = 1
      if !model.hasReadout, model.readFeatures(inputs: data[1]) != 1 {
        throw ReferenceRun.Failure.size(
          name: "data.x", shape: data, expected: "(rows, 1): without a readout the output is 1-D")
      }
      kept = 2 * model.hidden + model.fieldExtents(inputs: data[1]).inputs
      limit = Self.evaluationLimit
    }
    samples = data[0]
    let extents = Array(data.dropFirst())
    self.extents = extents
    let largest = min(samples, limit / kept)
    training.batchSize = try Self.shape(
      "batches", file, "(iterations, batch), a batch being 1 to \(largest) rows"
    ) { $0.count == 2 && $0[0] > 0 && $0[1] > 0 && $0[1] <= largest }[1]
    probes = try Self.shape(
      "probe.x", file,
      "(1 to \(limit / kept) rows, \(extents.map(String.init).joined(separator: ", ")))"
    ) { Array($0.dropFirst()) == extents && $0[0] > 0 && $0[0] <= limit / kept }[0]
  }

  static func readFlow(
    _ metadata: Metadata, _ model: inout ModelConfiguration, _ training: inout TrainingConfiguration
  ) throws {
    model.augmentation = try metadata.integer("p", 0...65_536)
    model.family = model.augmentation > 0 ? .anode : .node
    let names = SettingKind.list(Activation.words)
    guard let activation = Activation(rawValue: try metadata.text("activation", names)) else {
      throw metadata.failure("activation", names)
    }
    model.activation = activation
    switch try metadata.text("time", "True or False") {
    case "True": model.isTimeDependent = true
    case "False": model.isTimeDependent = false
    default: throw metadata.failure("time", "True or False")
    }
    training.tolerance = try metadata.positive("tol")
    switch metadata.strings["gradient"] {
    case nil, "backprop": break
    case "adjoint": training.gradient = .adjoint
    case .some: throw metadata.failure("gradient", "backprop or adjoint")
    }
  }

  static func shape(
    _ name: String, _ file: Safetensors, _ expected: String, isValid: ([Int]) -> Bool
  ) throws -> [Int] {
    guard let shape = file.shape(name) else { throw Safetensors.Failure.missing(name) }
    guard isValid(shape) else {
      throw ReferenceRun.Failure.size(name: name, shape: shape, expected: expected)
    }
    return shape
  }

  /// Parses the strings of the metadata.
  struct Metadata {
    let strings: [String: String]

    func failure(_ key: String, _ expected: String) -> ReferenceRun.Failure {
      .metadata(key: key, value: strings[key], expected: expected)
    }

    func text(_ key: String, _ expected: String) throws -> String {
      guard let value = strings[key] else { throw failure(key, expected) }
      return value
    }

    func integer(_ key: String, _ range: ClosedRange<Int>) throws -> Int {
      let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
      guard let value = Int(try text(key, expected)), range.contains(value) else {
        throw failure(key, expected)
      }
      return value
    }

    func positive(_ key: String) throws -> Double {
      let expected = "a finite number above 0"
      guard let value = Double(try text(key, expected)), value.isFinite, value > 0 else {
        throw failure(key, expected)
      }
      return value
    }
  }
}
