import Solvers
import NeuralODE

/// The checked options of `anode train`.
package struct TrainRequest: Sendable, Equatable {
  package var configuration = RunConfiguration()
  package var length = RunOptions.Length.epochs(Self.epochs)
  package var precision = RunOptions.Precision.float
  package var format = RecordFormat.jsonl
  /// Updates between records; nil for one record an epoch.
  package var every: Int?

  /// The default.
  static let epochs = 12

  /// Initial weights; nil draws them with the seed.
  package var weights: [Double]?
  package var savePath: String?

  package init(_ options: ParsedOptions) throws {
    savePath = try RunOptions.savePath(options)
    let data = try SettingOptions.data(options)
    guard !data.kind.isPainted else {
      throw UsageError.badValue(
        command: "train", option: "--data", value: data.kind.rawValue,
        accepted: "data with points that are not painted", suggestion: nil)
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
