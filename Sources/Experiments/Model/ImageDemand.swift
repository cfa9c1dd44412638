import NeuralODE

/// The images that an experiment learns, and how large its models are.
package struct ImageDemand: Sendable, Equatable {
  /// Where images come from.
  package enum Source: String, Sendable, CaseIterable {
    /// The digits that come with the program.
    case digits
    /// Files in MNIST's format.
    case mnist
    /// CIFAR-10's binary batches.
    case cifar10

    /// How a person names the files; nil where none are needed.
    package var form: String? { self == .digits ? nil : "\(rawValue):DIR" }

    /// Is this where `source` reads from?
    package func accepts(_ source: ImageSource) -> Bool {
      switch (self, source) {
      case (.digits, .digits), (.mnist, .mnist), (.cifar10, .cifar10): true
      default: false
      }
    }
  }

  /// Where they come from.
  package var source: Source
  /// p of the model that has as many parameters as all variants are to have, or nearly.
  package var augmentation: Int
  /// Its filters.
  package var filters: Int
  /// Published accuracies of variants, in percent, as the paper writes them.
  package var published: [String: String]

  /// A demand.
  package init(
    _ source: Source, augmentation: Int, filters: Int, published: [String: String] = [:]
  ) {
    self.source = source
    self.augmentation = augmentation
    self.filters = filters
    self.published = published
  }
}

extension Experiment {
  /// This experiment with models for such images, all of as many parameters as the demanded one, or
  /// nearly. A model whose readout has them all but for a few filters (large images, large p) has
  /// the demanded filters, and more parameters.
  package func fitted(to setting: ImageSetting) -> Experiment {
    guard let demand = images else { return self }
    let (d, outputs) = (setting.shape.count, setting.classes)
    let filters = setting.filters ?? demand.filters
    let first = ModelConfiguration(
      family: .anode, augmentation: demand.augmentation, hidden: filters, image: setting.shape)
    let parameters = first.parameterCount(inputs: d, outputs: outputs)
    var result = self
    for index in result.variants.indices {
      var model = result.variants[index].configuration.model
      model.image = setting.shape
      result.variants[index].configuration.model = model.withParameters(
        nearest: parameters, orFilters: filters, inputs: d, outputs: outputs)
    }
    return result
  }
}
