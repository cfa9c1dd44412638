import NeuralODE

/// The trials to run, experiments × variants × seeds, in a fixed order.
package struct Plan: Sendable {
  /// Shortened and fitted to images.
  package let experiments: [Experiment]
  /// Seeds of each variant, 0 ..< seeds; nil for each experiment's own number.
  package let seeds: Int?
  /// The most epochs; nil for each variant's own number.
  package let epochs: Int?
  /// The command-line words that describe a sweep; nil for the catalogue's experiments.
  package let sweep: [String]?
  /// The user's images.
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

  package func seeds(of experiment: Experiment) -> Int { seeds ?? experiment.seeds }

  /// The images of an experiment; nil for points.
  package func setting(of experiment: Experiment) -> ImageSetting? {
    Self.images(of: experiment, images)?.setting
  }

  private static func images(of experiment: Experiment, _ files: PlanImages?) -> PlanImages? {
    guard let demand = experiment.images else { return nil }
    return demand.source == .digits ? .digits : files
  }

  package var trials: [Trial] {
    experiments.flatMap { experiment in
      let images = Self.images(of: experiment, images)
      return experiment.variants.flatMap { variant in
        (0..<UInt64(seeds(of: experiment))).map { seed in
          var seeded = variant
          seeded.configuration.seed = seed
          // Features are shown for one seed only.
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

/// A part of a plan's trials: trial i is in shard i mod N + 1, which spreads each variant over all
/// shards.
package struct Shard: Sendable, Equatable {
  /// From 1.
  package var index: Int
  package var count: Int

  package static let whole = Shard(index: 1, count: 1)

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

  package var text: String { "\(index)/\(count)" }

  package func contains(_ position: Int) -> Bool { position % count == index - 1 }
}
