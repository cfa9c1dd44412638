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
  /// Its pictures.
  package var figures: [Figure]
  /// What a reader has to know to read the numbers.
  package var note: String?
  /// Seeds of each variant, unless another number is asked for: 0 ..< seeds.
  package var seeds: Int
  /// The images that are learned in place of a variant's points; nil for points.
  package var images: ImageDemand?

  /// An experiment.
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

  /// The variants that a figure shows.
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
