import NeuralODE

/// How long a run is, and its output: options of the commands that train without a screen.
package enum RunOptions {
  package enum Length: Sendable, Equatable {
    /// Passes over the data.
    case epochs(Int)
    /// Parameter updates.
    case iterations(Int)

    package func iterations(perEpoch: Int) -> Int {
      switch self {
      case .epochs(let epochs): epochs * perEpoch
      case .iterations(let iterations): iterations
      }
    }
  }

  package enum Precision: String, Sendable, CaseIterable {
    case float
    case double
  }

  static func length(epochs: Int, data: String) -> [OptionDescription] {
    [
      .init(
        "epochs", "N", .integer(1...1_000_000), default: "\(epochs)", "passes over the \(data)"),
      .init(
        "iterations", "N", .integer(1...1_000_000_000), default: nil,
        "parameter updates, in place of --epochs"),
    ]
  }

  static let output: [OptionDescription] =
    [
      .init(
        "precision", "TYPE", .choice(Precision.words), default: "float", "floating-point type"),
      .init(RunSetting.ofSeed.row),
      .init("format", "FORMAT", .choice(RecordFormat.words), default: "jsonl", "record format"),
      .init(
        "load", "FILE", .path, default: nil,
        "start from the weights of this safetensors file; the model is the file's"),
    ] + WeightOptions.descriptions + [
      .init(
        "save", "FILE", .path, default: nil,
        "write the trained weights as safetensors, named as in the authors' state_dict"),
      .init(
        "every", "N", .integer(1...1_000_000_000), default: "once an epoch",
        "iterations between records"),
    ]

  /// Where the trained weights go; checked before any work starts.
  static func savePath(_ options: ParsedOptions) throws(WriteFailure) -> String? {
    guard let path = options.word("save") else { return nil }
    try WritePermission.person(force: true).check(path, option: "--save")
    return path
  }

  static func length(_ options: ParsedOptions, epochs: Int) throws(UsageError) -> Length {
    if options.has("epochs"), options.has("iterations") {
      throw options.clash("epochs", "iterations", "only one of them can say when training ends")
    }
    if let iterations = options.integer("iterations") { return .iterations(iterations) }
    return .epochs(options.integer("epochs") ?? epochs)
  }
}
