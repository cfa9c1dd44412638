import NeuralODE

/// The images that an experiment learns, and how large its models are.
package struct ImageDemand: Sendable, Equatable {
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

  package var source: Source
  /// p of the model that has as many parameters as all variants are to have, or nearly.
  package var augmentation: Int
  package var filters: Int
  /// Published accuracies of variants, in percent, as the paper writes them.
  package var published: [String: String]

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

/// What there is to know of a set of images without having it: enough for an experiment's models,
/// and for telling it from others.
package struct ImageSetting: Sendable, Equatable, Codable, CustomStringConvertible {
  /// What the set is called.
  package var name: String
  /// Numbers to a pixel.
  package var channels: Int
  package var height: Int
  /// Pixels in a row.
  package var width: Int
  /// How many classes there are.
  package var classes: Int
  package var training: Int
  package var test: Int
  /// A number of all pixels and labels.
  package var digest: String
  /// Filters in place of those of the experiment's demand.
  package var filters: Int?

  /// The setting of a set.
  package init(_ set: ImageSet, filters: Int? = nil) {
    name = set.name
    channels = set.shape.channels
    height = set.shape.height
    width = set.shape.width
    classes = set.outputs
    training = set.training.count
    test = set.test.count
    var state = FNV1a()
    for samples in [set.training, set.test] {
      for pixel in samples.pixels { state.take(pixel.bitPattern) }
      for label in samples.labels { state.take(UInt32(bitPattern: label)) }
    }
    digest = String(state.value, radix: 16)
    self.filters = filters
  }

  package var shape: ImageShape { ImageShape(channels: channels, height: height, width: width) }

  /// For a person, and for digests of trials.
  package var description: String {
    "\(name) of \(channels)×\(height)×\(width), \(training) + \(test) images (\(digest))"
      + (filters.map { ", \($0) filters" } ?? "")
  }
}

/// The images of a plan.
package struct PlanImages: Sendable, Equatable {
  package let setting: ImageSetting
  /// The images themselves; nil where nothing is run, as in merging.
  package let set: ImageSet?

  /// Images to be learned.
  package init(_ set: ImageSet, filters: Int? = nil) {
    setting = ImageSetting(set, filters: filters)
    self.set = set
  }

  /// Images that others have learned.
  package init(setting: ImageSetting) {
    self.setting = setting
    set = nil
  }

  /// The digits that come with the program.
  package static let digits = PlanImages(.digits)
}
