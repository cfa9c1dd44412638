import NeuralODE

/// The options that say how long a run is and what becomes of it, common to the commands that train
/// without a screen.
package enum RunOptions {
  /// When training ends.
  package enum Length: Sendable, Equatable {
    /// After so many passes over the data.
    case epochs(Int)
    /// After so many updates.
    case iterations(Int)

    /// Updates, where a pass takes so many.
    package func iterations(perEpoch: Int) -> Int {
      switch self {
      case .epochs(let epochs): epochs * perEpoch
      case .iterations(let iterations): iterations
      }
    }
  }

  /// Numbers computed with.
  package enum Precision: String, Sendable, CaseIterable {
    /// 32 bits: fast.
    case float
    /// 64 bits: exact comparisons.
    case double
  }

  /// How long, in passes over what is called `data`.
  static func length(epochs: Int, data: String) -> [OptionDescription] {
    [
      .init(
        "epochs", "N", .integer(1...1_000_000), default: "\(epochs)", "passes over the \(data)"),
      .init(
        "iterations", "N", .integer(1...1_000_000_000), default: nil,
        "parameter updates, in place of --epochs"),
    ]
  }

  /// What stands behind the options of training.
  static let output: [OptionDescription] = [
    .init(
      "precision", "TYPE", .choice(Precision.words), default: "float", "numbers computed with"),
    .init(RunSetting.ofSeed.row),
    .init("format", "FORMAT", .choice(RecordFormat.words), default: "jsonl", "form of a record"),
    .init(
      "load", "FILE", .path, default: nil,
      "start from the weights of this safetensors file; the model is the file's"),
    .init(
      "save", "FILE", .path, default: nil,
      "write the trained weights as safetensors, named as in the authors' state_dict"),
    .init(
      "every", "N", .integer(1...1_000_000_000), default: "once an epoch",
      "iterations from one record to the next"),
  ]

  /// Where the trained weights go; tried before anything is read or trained.
  static func savePath(_ options: ParsedOptions) throws(WriteFailure) -> String? {
    guard let path = options.word("save") else { return nil }
    try WritePermission.person(force: true).check(path, option: "--save")
    return path
  }

  /// When training ends.
  static func length(_ options: ParsedOptions, epochs: Int) throws(UsageError) -> Length {
    if options.has("epochs"), options.has("iterations") {
      throw options.clash(
        "epochs", nil, "iterations", nil, "only one of them can say when training ends")
    }
    if let iterations = options.integer("iterations") { return .iterations(iterations) }
    return .epochs(options.integer("epochs") ?? epochs)
  }
}
