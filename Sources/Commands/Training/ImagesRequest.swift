import Solvers
import NeuralODE

/// What `anode images` is asked to do; made from options that have been checked against each other.
/// Images are read here, so that what is wrong with them is said before anything is trained.
package struct ImagesRequest: Sendable {
  /// What is trained.
  package enum Which: String, Sendable, CaseIterable {
    /// The augmented model.
    case anode
    /// The plain one.
    case node
    /// Both, with equal parameters.
    case both
  }

  /// The images.
  package var images: ImageSet
  /// What is trained, one after the other.
  package var models: [ModelConfiguration]
  /// How.
  package var training = TrainingConfiguration()
  /// When training ends.
  package var length = RunOptions.Length.epochs(Self.epochs)
  /// What settings are called here.
  static let names = ["hidden": "filters"]
  /// Passes over the images without an option that says how many.
  static let epochs = 10
  /// Threads that share a batch.
  package var threads: Int
  /// Numbers computed with.
  package var precision: RunOptions.Precision
  /// How records are written.
  package var format: RecordFormat
  /// Updates from one record to the next; nil for one a pass over the images.
  package var every: Int?
  /// Seed of weights and batches.
  package var seed: UInt64
  /// Weights to start from; nil draws them by the seed.
  package var weights: [Double]?
  /// Where the trained weights go.
  package var savePath: String?

  /// The request of a command line.
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
    // What a run of an image set is, whichever images they are.
    let p = which == .node ? 0 : options.integer("p") ?? 5
    var run = RunConfiguration.published(
      .published(.images(images)), p > 0 ? .anode : .node, augmentation: p, seed: seed)
    var given = options
    // --model says which of the two, or both; --data, which images.
    (given.values["model"], given.values["data"]) = (nil, nil)
    try SettingOptions.apply(given, to: &run, names: Self.names)
    weights = try SettingOptions.load(options, into: &run, names: Self.names)
    (models, training) = ([run.model], run.training)
    // A batch is at most all images: `BatchSchedule` ends it there.
    let batch = min(training.batchSize, images.training.count)
    if threads > batch {
      throw options.clash(
        "threads", nil, "batch", "\(batch)", "each thread takes at least one image of a batch")
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

  /// Refuses what makes no sense together, rather than ignoring half of it.
  private static func check(_ options: ParsedOptions, _ which: Which) throws(UsageError) {
    if which == .node, options.integer("p") ?? 0 > 0 {
      throw options.clash(
        "model", nil, "p", nil, "a NODE has no augmented channels; --model anode has")
    }
    if which == .both {
      if options.integer("p") == 0 {
        throw options.clash("model", nil, "p", nil, "an ANODE without augmentation is the NODE")
      }
      for name in ["load", "save"] where options.has(name) {
        throw options.clash("model", nil, name, nil, "a file holds one model")
      }
    }
  }
}
