import NeuralODE

/// An experiment as a value: what is run, what is measured, how it is shown, and how it is judged.
package struct Experiment: Sendable, Equatable {
  /// Its name, as a person types it.
  package var name: String
  /// What it looks at, in one line.
  package var summary: String
  /// What it judges.
  package var claims: [Claim]
  /// What is compared.
  package var variants: [Variant]
  /// What trials look at beside loss and NFE.
  package var watch: Watch = []
  /// The loss that an epoch's mean is to reach, where that is measured.
  package var targetLoss: Double?
  /// What the report gives for each variant.
  package var measures: [Measure]
  package var figures: [Figure]
  /// What a reader has to know to read the numbers.
  package var note: String?
  /// Seeds of each variant, unless another number is asked for: 0 ..< seeds.
  package var seeds: Int
  /// The images that are learned in place of a variant's points; nil for points.
  package var images: ImageDemand?

  package init(
    name: String, summary: String, claims: [Claim], variants: [Variant], watch: Watch = [],
    targetLoss: Double? = nil, measures: [Measure], figures: [Figure], note: String? = nil,
    seeds: Int = 20, images: ImageDemand? = nil
  ) {
    self.name = name
    self.summary = summary
    self.claims = claims
    self.variants = variants
    self.watch = watch
    self.targetLoss = targetLoss
    self.measures = measures
    self.figures = figures
    self.note = note
    self.seeds = seeds
    self.images = images
  }

  package func variants(of figure: Figure) -> [Variant] {
    figure.variants.isEmpty
      ? variants : variants.filter { figure.variants.contains($0.name) }
  }

  /// This experiment with shorter runs: for trying it out. Its rules are then judged on less than
  /// they were made for.
  package func shortened(to epochs: Int) -> Experiment {
    var result = self
    for index in result.variants.indices {
      result.variants[index].epochs = min(epochs, result.variants[index].epochs)
    }
    return result
  }
}

/// One of the ways of training that an experiment compares.
package struct Variant: Sendable, Equatable {
  /// Its name, unique in the experiment.
  package var name: String
  /// What is trained, and how; the seed is the trial's.
  package var configuration: RunConfiguration
  /// Passes over the data.
  package var epochs: Int
  /// Of images, how many are trained on; nil for all.
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

/// What a trial looks at beside loss and NFE: each costs something.
package struct Watch: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
  /// Paths of points, in the end.
  package static let paths = Watch(rawValue: 1)
  /// Points held out, after each epoch.
  package static let heldOut = Watch(rawValue: 2)
  /// Accuracy of the training's solve, and NFE at 1e-6, after each epoch.
  package static let solves = Watch(rawValue: 4)
  /// The same in the end.
  package static let probe = Watch(rawValue: 8)
  /// How far the training solver is from the flow, in the end.
  package static let gap = Watch(rawValue: 16)
  /// Features at four moments of training, of the first seed.
  package static let features = Watch(rawValue: 32)
}

/// A picture of an experiment's results.
package struct Figure: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    /// Curves by epoch: medians over seeds, with bands between the quartiles.
    case curves(CurveKind, isLogarithmic: Bool)
    /// A measure of each variant: median, and quartiles.
    case ranges(Measure, isLogarithmic: Bool)
    /// NFE over loss: medians of both, epoch by epoch.
    case nfeOverLoss
    /// The first seed's features at four moments of training.
    case features
  }

  /// Its file's name, without an ending; unique in the experiment.
  package var name: String
  /// What stands above it.
  package var title: String
  package var content: Content
  /// Of which variants; empty for all.
  package var variants: [String]

  package init(_ name: String, _ title: String, _ content: Content, variants: [String] = []) {
    self.name = name
    self.title = title
    self.content = content
    self.variants = variants
  }
}
