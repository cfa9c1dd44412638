import NeuralODE

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

  /// A variant.
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
