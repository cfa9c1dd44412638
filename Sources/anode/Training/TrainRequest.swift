import DifferentialEquations
import NeuralODE

/// What `anode train` is asked to do; made from options that have been checked against each other.
package struct TrainRequest: Sendable, Equatable {
  /// Data, model, training and seed.
  package var configuration = RunConfiguration()
  /// When training ends.
  package var length = RunOptions.Length.epochs(Self.epochs)
  /// Numbers computed with.
  package var precision = RunOptions.Precision.float
  /// How records are written.
  package var format = RecordFormat.jsonl
  /// Updates from one record to the next; nil for one a pass over the data.
  package var every: Int?

  /// Passes over the data without an option that says how many.
  static let epochs = 12

  /// Weights to start from; nil draws them by the seed.
  package var weights: [Double]?
  /// Where the trained weights go.
  package var savePath: String?

  /// The request of a command line.
  package init(_ options: ParsedOptions) throws {
    savePath = try RunOptions.savePath(options)
    let data = try SettingOptions.data(options)
    let kind = data.kind
    guard !kind.isPainted else {
      throw UsageError.badValue(
        command: "train", option: "--data", value: kind.rawValue,
        accepted: "a set that has points without being painted", suggestion: nil)
    }
    configuration = .published(data, options.choice("model") ?? .anode)
    try SettingOptions.apply(options, to: &configuration)
    if let path = options.word("load") { try load(path, options) }
    length = try RunOptions.length(options, epochs: Self.epochs)
    precision = options.choice("precision") ?? .float
    format = options.choice("format") ?? .jsonl
    every = options.integer("every")
  }

  /// Takes the weights of a file, and the model that they are the weights of.
  private mutating func load(_ path: String, _ options: ParsedOptions) throws {
    let checkpoint: Checkpoint
    do throws(Safetensors.Failure) {
      checkpoint = try Checkpoint(path: path, inputs: configuration.data.dimension)
    } catch {
      throw InputErrors(errors: [InputError(path: path, reason: error.description)])
    }
    if configuration.problem == .series, checkpoint.model.hasReadout {
      throw InputErrors(
        errors: [InputError(path: path, reason: "its model has a readout, which series have not")])
    }
    let outputs = configuration.data.outputs
    guard checkpoint.outputs == outputs || configuration.problem == .series else {
      throw InputErrors(
        errors: [
          InputError(
            path: path,
            reason: "its model has \(checkpoint.outputs) outputs, expected \(outputs)")
        ])
    }
    for name in ["model", "p", "hidden", "blocks", "time", "no-time", "readout", "no-readout"]
    where options.has(name) {
      throw options.clash("load", nil, name, nil, "the model is the file's")
    }
    if checkpoint.namesActivation, options.has("activation") {
      throw options.clash("load", nil, "activation", nil, "the model is the file's")
    }
    let activation = configuration.model.activation
    configuration.model = checkpoint.model
    if !checkpoint.namesActivation { configuration.model.activation = activation }
    weights = checkpoint.parameters
  }
}
