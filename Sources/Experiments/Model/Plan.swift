import NeuralODE

/// What is to be run: experiments × variants × seeds, in an order that never depends on how they
/// are run.
package struct Plan: Sendable {
  /// The experiments, shortened if that was asked for, and with models for the images that they
  /// learn.
  package let experiments: [Experiment]
  /// Seeds of each variant, 0 ..< seeds; nil leaves each experiment its own number.
  package let seeds: Int?
  /// The most passes over the data; nil leaves each its own.
  package let epochs: Int?
  /// Of an experiment that is in no catalogue but was described on a command line, a sweep, the
  /// words that describe it.
  package let sweep: [String]?
  /// The images of the experiments that learn the user's files.
  package let images: PlanImages?

  package init(
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
  package func seeds(of experiment: Experiment) -> Int { seeds ?? experiment.seeds }

  /// The images of an experiment that learns some.
  package func setting(of experiment: Experiment) -> ImageSetting? {
    Self.images(of: experiment, images)?.setting
  }

  private static func images(of experiment: Experiment, _ files: PlanImages?) -> PlanImages? {
    guard let demand = experiment.images else { return nil }
    return demand.source == .digits ? .digits : files
  }

  /// All trials, in order.
  package var trials: [Trial] {
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

  package func trials(in shard: Shard) -> [Trial] {
    trials.enumerated().filter { shard.contains($0.offset) }.map(\.element)
  }
}

/// A part of the trials, the same whoever asks: trial number i belongs to shard i mod N + 1, so
/// that every shard has its share of each variant.
package struct Shard: Sendable, Equatable {
  /// Which, from 1.
  package var index: Int
  /// Of how many.
  package var count: Int

  package static let whole = Shard(index: 1, count: 1)

  /// Shard `index` of `count`; nil when there is no such shard.
  package init?(_ index: Int, of count: Int) {
    guard count >= 1, (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  private init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  package init?(text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]),
      count <= 1_000_000
    else { return nil }
    self.init(index, of: count)
  }

  /// As typed.
  package var text: String { "\(index)/\(count)" }

  /// Is trial number `position` in this shard?
  package func contains(_ position: Int) -> Bool { position % count == index - 1 }
}
