import Solvers
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
    guard !data.kind.isPainted else {
      throw UsageError.badValue(
        command: "train", option: "--data", value: data.kind.rawValue,
        accepted: "a set that has points without being painted", suggestion: nil)
    }
    configuration = .published(data, options.choice("model") ?? .anode)
    try SettingOptions.apply(options, to: &configuration)
    weights = try SettingOptions.load(options, into: &configuration)
    length = try RunOptions.length(options, epochs: Self.epochs)
    precision = options.choice("precision") ?? .float
    format = options.choice("format") ?? .jsonl
    every = options.integer("every")
  }
}
