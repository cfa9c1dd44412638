/// One run of one variant with one seed.
package struct Trial: Sendable, Equatable {
  /// What identifies a trial among all others of a plan.
  package struct ID: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The experiment's name.
    package var experiment: String
    /// The variant's name.
    package var variant: String
    /// The seed.
    package var seed: UInt64
    /// For a person.
    package var description: String { "\(experiment) \(variant) seed \(seed)" }
  }

  /// Which trial.
  package var id: ID
  /// Its variant, seed set.
  package var variant: Variant
  /// What it looks at.
  package var watch: Watch
  /// The loss that an epoch's mean is to reach, where that is measured.
  package var targetLoss: Double?
  /// The images that it learns, if it does.
  package var images: PlanImages?
}

extension Trial {
  /// What an epoch costs, roughly and without a unit: only for saying how far a plan is.
  package var workPerEpoch: Int {
    let (data, model) = (variant.configuration.data, variant.configuration.model)
    let training = variant.configuration.training
    if let setting = images?.setting {
      // A point's evaluation below is some 1,200 products; of an image, mostly those of 3×3
      // filters.
      let products =
        setting.height * setting.width * model.hidden
        * (4 * model.hidden + 2 * (setting.channels + model.augmentation))
      let samples = min(variant.trainingImages ?? .max, setting.training)
      return max(1, samples * 60 * products / 1200)
    }
    let points = data.count
    guard model.family.isFlow else { return points * (2 + model.blocks) }
    let evaluations =
      training.solver.isAdaptive ? (training.tolerance < 1e-4 ? 100 : 25) : training.fixedSteps
    return points * (10 + evaluations) * (40 + model.augmentation) / 40
  }
}
