import NeuralODE

/// A claim of the subject, and how it is judged.
public struct Claim: Sendable, Equatable {
  /// The claim in the deck's words.
  public var text: String
  /// The section (heading) of the deck that it is quoted from.
  public var section: String
  /// How it is judged, stated before the run.
  public var rule: Rule

  /// A claim.
  public init(_ text: String, section: String, rule: Rule) {
    self.text = text
    self.section = section
    self.rule = rule
  }
}

/// One of the ways of training that an experiment compares.
public struct Variant: Sendable, Equatable {
  /// Its name, unique in the experiment.
  public var name: String
  /// What is trained, and how; the seed is the trial's.
  public var configuration: RunConfiguration
  /// Passes over the data.
  public var epochs: Int
  /// Of images, how many are trained on; nil for all.
  public var trainingImages: Int?

  /// A variant.
  public init(
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

/// A picture of an experiment's results.
public struct Figure: Sendable, Equatable {
  /// What is drawn.
  public enum Content: Sendable, Equatable {
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
  public var name: String
  /// What stands above it.
  public var title: String
  /// What is drawn.
  public var content: Content
  /// Of which variants; empty for all.
  public var variants: [String]

  /// A figure.
  public init(_ name: String, _ title: String, _ content: Content, variants: [String] = []) {
    self.name = name
    self.title = title
    self.content = content
    self.variants = variants
  }
}

/// An experiment as a value: what is run, what is measured, how it is shown, and how it is judged.
public struct Experiment: Sendable, Equatable {
  /// Its name, as a person types it.
  public var name: String
  /// What it looks at, in one line.
  public var summary: String
  /// What it judges.
  public var claims: [Claim]
  /// What is compared.
  public var variants: [Variant]
  /// What trials look at beside loss and NFE.
  public var watch: Watch = []
  /// The loss that an epoch's mean is to come to, where that is measured.
  public var targetLoss: Double?
  /// What the report tells of each variant.
  public var measures: [Measure]
  /// Its pictures.
  public var figures: [Figure]
  /// What a reader has to know to read the numbers.
  public var note: String?
  /// Seeds of each variant, unless somebody wants another number: 0 ..< seeds.
  public var seeds: Int
  /// The images that are learned in place of a variant's points; nil for points.
  public var images: ImageDemand?

  /// An experiment.
  public init(
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

  /// The variants that a figure shows.
  public func variants(of figure: Figure) -> [Variant] {
    figure.variants.isEmpty
      ? variants : variants.filter { figure.variants.contains($0.name) }
  }

  /// This experiment with shorter runs: for trying it out. Its rules are then judged on less than they were made for.
  public func shortened(to epochs: Int) -> Experiment {
    var result = self
    for index in result.variants.indices {
      result.variants[index].epochs = min(epochs, result.variants[index].epochs)
    }
    return result
  }
}
