import NeuralODE

/// Variants to train, measures and figures to report, and claims to judge.
package struct Experiment: Sendable, Equatable {
  package var name: String
  package var summary: String
  package var claims: [Claim]
  package var variants: [Variant]
  package var watch: Watch = []
  /// The target of an epoch's mean loss, if any.
  package var targetLoss: Double?
  /// The measures in the report.
  package var measures: [Measure]
  package var figures: [Figure]
  /// Explains the numbers.
  package var note: String?
  /// Default number of seeds of each variant: 0 ..< seeds.
  package var seeds = 20
  /// The images that replace the variants' points; nil for points.
  package var images: ImageDemand?

  /// Variants beside each other, without claims.
  ///
  /// - Parameter words: what makes the variants.
  package static func sweep(_ variants: [Variant], of words: [String]) -> Experiment {
    let measures = [Measure.loss, .error, .extrapolation, .nfe, .largestNFE].filter { measure in
      variants.contains { measure.isKnown(of: $0.configuration) }
    }
    return Experiment(
      name: "sweep", summary: "settings side by side: \(words.joined(separator: " "))", claims: [],
      variants: variants, measures: measures,
      figures: [
        Figure("loss", "Training loss", .curves(.loss)),
        Figure("nfe", "NFE", .curves(.nfe, isLogarithmic: false)),
      ], note: "Numbers are medians over the seeds, with quartiles.")
  }

  package func variants(of figure: Figure) -> [Variant] {
    figure.variants.isEmpty
      ? variants : variants.filter { figure.variants.contains($0.name) }
  }

  /// This experiment with shorter runs, to try it out; its rules were not made for them.
  package func shortened(to epochs: Int) -> Experiment {
    var result = self
    for index in result.variants.indices {
      result.variants[index].epochs = min(epochs, result.variants[index].epochs)
    }
    return result
  }
}

package struct Variant: Sendable, Equatable {
  /// Unique in the experiment.
  package var name: String
  /// The trial sets the seed.
  package var configuration: RunConfiguration
  package var epochs: Int
  /// nil for all.
  package var trainingImages: Int?

  package init(
    _ name: String, data: DatasetConfiguration = .annulus, model: ModelConfiguration,
    training: TrainingConfiguration = TrainingConfiguration(), epochs: Int,
    trainingImages: Int? = nil
  ) {
    self.name = name
    self.trainingImages = trainingImages
    configuration = RunConfiguration(data: data, model: model, training: training)
    self.epochs = epochs
  }
}

/// Additional measurements of a trial; each takes time.
package struct Watch: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
  /// Paths of points, at the end.
  package static let paths = Watch(rawValue: 1)
  /// Held-out points, after each epoch.
  package static let heldOut = Watch(rawValue: 2)
  /// Accuracy check and NFE at 1e-6, after each epoch.
  package static let solves = Watch(rawValue: 4)
  /// Accuracy check and NFE at 1e-6, at the end.
  package static let probe = Watch(rawValue: 8)
  /// The distance of the run's features from the flow's, at the end.
  package static let gap = Watch(rawValue: 16)
  /// Features after four epochs, for the first seed.
  package static let features = Watch(rawValue: 32)
}

package struct Figure: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    /// Curves by epoch: medians over seeds, with bands between the quartiles.
    case curves(CurveKind, isLogarithmic: Bool = true)
    /// Median and quartiles of each variant.
    case ranges(Measure, isLogarithmic: Bool = true)
    /// Medians of NFE and loss, epoch by epoch.
    case nfeOverLoss
    /// The first seed's features after four epochs.
    case features
  }

  /// Its file name without extension, unique in the experiment.
  package var name: String
  package var title: String
  package var content: Content
  /// Names of the variants shown; empty for all.
  package var variants: [String]

  package init(_ name: String, _ title: String, _ content: Content, variants: [String] = []) {
    self.name = name
    self.title = title
    self.content = content
    self.variants = variants
  }
}
