import NeuralODE

/// What there is to know of a set of images without having it: enough for an experiment's models,
/// and for telling it from others.
package struct ImageSetting: Sendable, Equatable, Codable, CustomStringConvertible {
  /// What the set is called.
  package var name: String
  /// Numbers to a pixel.
  package var channels: Int
  /// Rows of pixels.
  package var height: Int
  /// Pixels in a row.
  package var width: Int
  /// How many classes there are.
  package var classes: Int
  /// Images trained on.
  package var training: Int
  /// Images tested on.
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

  /// Extents of an image.
  package var shape: ImageShape { ImageShape(channels: channels, height: height, width: width) }

  /// For a person, and for digests of trials.
  package var description: String {
    "\(name) of \(channels)×\(height)×\(width), \(training) + \(test) images (\(digest))"
      + (filters.map { ", \($0) filters" } ?? "")
  }
}
