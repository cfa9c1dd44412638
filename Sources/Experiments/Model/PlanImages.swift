import NeuralODE

/// The images of an experiment, and the size of its models.
package struct ImageDemand: Sendable, Equatable {
  package enum Source: String, Sendable, CaseIterable {
    case digits, mnist, cifar10

    /// The syntax of the files' option; nil for built-in images.
    package var form: String? { self == .digits ? nil : "\(rawValue):DIR" }

    package func accepts(_ source: ImageSource) -> Bool {
      switch (self, source) {
      case (.digits, .digits), (.mnist, .mnist), (.cifar10, .cifar10): true
      default: false
      }
    }
  }

  package var source: Source
  /// p of the model whose number of parameters all variants approximate.
  package var augmentation: Int
  package var filters: Int
  /// Published accuracies of variants, in percent, as in the paper.
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
  /// This experiment with models for these images, all with about as many parameters as the
  /// demanded one. A model whose readout takes up nearly all of them (large images, large p) has
  /// the demanded filters instead.
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

/// The description of an image set without its images: enough to build models and to identify the
/// set.
package struct ImageSetting: Sendable, Equatable, Codable, CustomStringConvertible {
  package var name: String
  package var channels: Int
  package var height: Int
  package var width: Int
  package var classes: Int
  package var training: Int
  package var test: Int
  /// Digest of all pixels and labels.
  package var digest: String
  /// Filters, instead of the demanded ones.
  package var filters: Int?

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

  /// Also part of trials' digests.
  package var description: String {
    "\(name) of \(channels)×\(height)×\(width), \(training) + \(test) images (\(digest))"
      + (filters.map { ", \($0) filters" } ?? "")
  }
}

package struct PlanImages: Sendable, Equatable {
  package let setting: ImageSetting
  /// nil if nothing is run, as in merging.
  package let set: ImageSet?

  package init(_ set: ImageSet, filters: Int? = nil) {
    setting = ImageSetting(set, filters: filters)
    self.set = set
  }

  package init(setting: ImageSetting) {
    self.setting = setting
    set = nil
  }

  package static let digits = PlanImages(.digits)
}
