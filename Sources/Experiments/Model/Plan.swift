import NeuralODE

/// A part of the trials, the same whoever asks: trial number i belongs to shard i mod N + 1, so that every shard has its share
/// of each variant.
public struct Shard: Sendable, Equatable {
  /// Which, from 1.
  public var index: Int
  /// Of how many.
  public var count: Int

  /// All of it.
  public static let whole = Shard(index: 1, count: 1)

  /// Shard `index` of `count`; nil when there is no such shard.
  public init?(_ index: Int, of count: Int) {
    guard count >= 1, (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  private init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  /// A shard as typed: "2/8".
  public init?(text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]),
      count <= 1_000_000
    else { return nil }
    self.init(index, of: count)
  }

  /// As typed.
  public var text: String { "\(index)/\(count)" }

  /// Is trial number `position` in this shard?
  public func contains(_ position: Int) -> Bool { position % count == index - 1 }
}

/// One run of one variant with one seed.
public struct Trial: Sendable, Equatable {
  /// What identifies a trial among all others of a plan.
  public struct ID: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The experiment's name.
    public var experiment: String
    /// The variant's name.
    public var variant: String
    /// The seed.
    public var seed: UInt64
    /// For a person.
    public var description: String { "\(experiment) \(variant) seed \(seed)" }
  }

  /// Which trial.
  public var id: ID
  /// Its variant, seed set.
  public var variant: Variant
  /// What it looks at.
  public var watch: Watch
  /// See `Experiment.targetLoss`.
  public var targetLoss: Double?
  /// The images that it learns, if it does.
  public var images: PlanImages?

  /// A number of everything that determines the result; results of another digest are of another experiment.
  public var digest: String {
    let text =
      "\(variant) \(watch.rawValue) \(targetLoss.map { "\($0)" } ?? "-")"
      + (images.map { " \($0.setting)" } ?? "")
    return String(fnv1a(text), radix: 16)
  }
}

extension Trial {
  /// What an epoch costs, roughly and without a unit: only for saying how far a plan is.
  public var workPerEpoch: Int {
    let (data, model) = (variant.configuration.data, variant.configuration.model)
    let training = variant.configuration.training
    if let setting = images?.setting {
      // A point's evaluation below is some 1,200 products; of an image, mostly those of 3×3 filters.
      let products =
        setting.height * setting.width * model.hidden
        * (4 * model.hidden + 2 * (setting.channels + model.augmentation))
      let samples = min(variant.trainingImages ?? .max, setting.training)
      return max(1, samples * 60 * products / 1200)
    }
    let points = data.negativeCount + data.positiveCount
    guard model.family != .resnet else { return points * (2 + model.blocks) }
    let evaluations =
      training.solver.isAdaptive ? (training.tolerance < 1e-4 ? 100 : 25) : training.fixedSteps
    return points * (10 + evaluations) * (40 + model.augmentation) / 40
  }
}

/// FNV-1a of 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): tells configurations apart; it is no protection against someone who wants two to look equal.
struct FNV1a {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func take(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

  /// All of a word at once: for much data, of which some bits say as much.
  mutating func take(_ word: UInt32) { value = (value ^ UInt64(word)) &* 0x0000_0100_0000_01b3 }
}

/// The digest of a text.
func fnv1a(_ text: String) -> UInt64 {
  var state = FNV1a()
  for byte in text.utf8 { state.take(byte) }
  return state.value
}

/// What is to be run: experiments × variants × seeds, in an order that never depends on how they are run.
public struct Plan: Sendable {
  /// The experiments, shortened if that was asked for, and with models for the images that they learn.
  public let experiments: [Experiment]
  /// Seeds of each variant, 0 ..< seeds; nil leaves each experiment its own number.
  public let seeds: Int?
  /// The most passes over the data; nil leaves each its own.
  public let epochs: Int?
  /// Of an experiment that is in no catalogue but was described on a command line, a sweep, the words that describe it.
  public let sweep: [String]?
  /// The images of the experiments that learn somebody's files.
  public let images: PlanImages?

  /// A plan.
  public init(
    _ experiments: [Experiment], seeds: Int? = nil, epochs: Int? = nil, images: PlanImages? = nil,
    sweep: [String]? = nil
  ) {
    self.sweep = sweep
    self.experiments = experiments.map { experiment in
      let fitted = Self.images(of: experiment, images).map { experiment.fitted(to: $0.setting) }
      let result = fitted ?? experiment
      return epochs.map(result.shortened) ?? result
    }
    self.seeds = seeds
    self.epochs = epochs
    self.images = images
  }

  /// Seeds of each variant of an experiment.
  public func seeds(of experiment: Experiment) -> Int { seeds ?? experiment.seeds }

  /// The images of an experiment that learns some.
  public func setting(of experiment: Experiment) -> ImageSetting? {
    Self.images(of: experiment, images)?.setting
  }

  private static func images(of experiment: Experiment, _ files: PlanImages?) -> PlanImages? {
    guard let demand = experiment.images else { return nil }
    return demand.source == .digits ? .digits : files
  }

  /// All trials, in order.
  public var trials: [Trial] {
    experiments.flatMap { experiment in
      let images = Self.images(of: experiment, images)
      return experiment.variants.flatMap { variant in
        (0..<UInt64(seeds(of: experiment))).map { seed in
          var seeded = variant
          seeded.configuration.seed = seed
          // The features of one seed are enough to be looked at.
          let watch = seed == 0 ? experiment.watch : experiment.watch.subtracting(.features)
          return Trial(
            id: Trial.ID(experiment: experiment.name, variant: variant.name, seed: seed),
            variant: seeded, watch: watch, targetLoss: experiment.targetLoss, images: images)
        }
      }
    }
  }

  /// The trials of a shard.
  public func trials(in shard: Shard) -> [Trial] {
    trials.enumerated().filter { shard.contains($0.offset) }.map(\.element)
  }
}
