import Solvers
import NeuralODE

/// The checked options of `anode images`. Reads the images, to report errors before training.
package struct ImagesRequest: Sendable {
  package enum Which: String, Sendable, CaseIterable {
    case anode
    case node
    /// With equal parameters.
    case both
  }

  package var images: ImageSet
  /// Trained one after the other.
  package var models: [ModelConfiguration]
  package var training = TrainingConfiguration()
  package var length = RunOptions.Length.epochs(Self.epochs)
  /// Setting names that differ here.
  static let names = ["hidden": "filters"]
  /// The default.
  static let epochs = 10
  /// Threads that share a batch.
  package var threads: Int
  package var precision: RunOptions.Precision
  package var format: RecordFormat
  /// Updates between records; nil for one record an epoch.
  package var every: Int?
  /// Of weights and batches.
  package var seed: UInt64
  /// Initial weights; nil draws them with the seed.
  package var weights: [Double]?
  package var savePath: String?

  package init(_ options: ParsedOptions) throws {
    let which = options.choice("model", Which.self) ?? .anode
    try Self.check(options, which)
    threads = options.integer("threads") ?? 1
    precision = options.choice("precision") ?? .float
    format = options.choice("format") ?? .jsonl
    every = options.integer("every")
    seed = UInt64(options.integer("seed") ?? 0)
    savePath = try RunOptions.savePath(options)
    length = try RunOptions.length(options, epochs: Self.epochs)
    images = try ImageOptions.load(
      ImageOptions.source(options, option: "data", default: "digits"), options)
    // Defaults for any image set.
    let p = which == .node ? 0 : options.integer("p") ?? 5
    var run = RunConfiguration.published(
      .published(.images(images)), p > 0 ? .anode : .node, augmentation: p, seed: seed)
    var given = options
    // --model and --data have other meanings here.
    (given.values["model"], given.values["data"]) = (nil, nil)
    try SettingOptions.apply(given, to: &run, names: Self.names)
    weights = try SettingOptions.load(options, into: &run, names: Self.names)
    (models, training) = ([run.model], run.training)
    // `BatchSchedule` limits a batch to all images.
    let batch = min(training.batchSize, images.training.count)
    if threads > batch {
      throw options.clash(
        "threads", "batch", "each thread takes at least one image of a batch",
        defaults: (nil, "\(batch)"))
    }
    let first = run.model
    if which == .both {
      var node = first
      node.family = .node
      node.augmentation = 0
      let (d, outputs) = (images.shape.count, images.outputs)
      models.append(
        node.withParameters(
          nearest: first.parameterCount(inputs: d, outputs: outputs), inputs: d, outputs: outputs))
    }
  }

  private static func check(_ options: ParsedOptions, _ which: Which) throws(UsageError) {
    if which == .node, options.integer("p") ?? 0 > 0 {
      throw options.clash("model", "p", "a NODE has no augmented channels; --model anode has")
    }
    if which == .both {
      if options.integer("p") == 0 {
        throw options.clash("model", "p", "an ANODE without augmentation is the NODE")
      }
      try options.refuse(["load", "save"], beside: "model", "a file holds one model")
    }
  }
}
