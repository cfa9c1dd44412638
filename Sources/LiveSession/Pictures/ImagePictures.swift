import NeuralODE

/// What a run on images shows of itself, beside what every run shows.
package struct ImagePictures: Sendable {
  /// Extents of an image, without the channels that augment it.
  package var shape: ImageShape
  /// Channels of zeros that augment it.
  package var augmentation: Int
  /// What the classes are called.
  package var classNames: [String]

  /// Images looked at, of those tested on: pixels from 0 to 1, image by image.
  package var pixels: [Float] = []
  /// The class of each.
  package var labels: [Int] = []
  /// What the model takes each for, and how sure it is; empty when the solve fails, nil for an
  /// image whose outputs are not finite.
  package var guesses: [Guess?] = []
  /// Which of them `channels` follows.
  package var chosen = 0
  /// The chosen image along the flow: times × channels (the augmented ones last) × pixels. Shorter
  /// than `times` says when a solve failed on the way.
  package var channels: [Float] = []
  /// Times of `channels`, ascending from 0 to 1.
  package var times: [Float] = []

  /// How the images held out were classified in the last test.
  package var score = ImageScore()
  /// Share classified right by test, one each `testedEvery` iterations; not a number where a solve
  /// failed.
  package var accuracyHistory = History()
  /// Iterations from one test to the next.
  package var testedEvery = 1

  /// Pictures of nothing yet.
  package init(shape: ImageShape, augmentation: Int, classNames: [String]) {
    self.shape = shape
    self.augmentation = augmentation
    self.classNames = classNames
  }

  /// What a model takes an image for.
  package struct Guess: Sendable, Equatable {
    /// The class.
    package var label: Int
    /// Its probability, by the softmax of the outputs, 0…1.
    package var probability: Float
  }

  /// The pixels of an image looked at.
  package func image(_ i: Int) -> ArraySlice<Float> {
    pixels[i * shape.count..<(i + 1) * shape.count]
  }

  /// Images looked at.
  package var count: Int { labels.count }

  /// As many images are looked at, at most: no more than a training batch has.
  package static let most = 60

  /// Images looked at of a set.
  package static func count(of set: ImageSet) -> Int {
    min(most, set.test.count > 0 ? set.test.count : set.training.count)
  }

  /// Channels of the flow.
  package var channelCount: Int { shape.channels + augmentation }

  /// Frames of `channels` that are complete.
  package var frames: Int {
    min(times.count, channels.count / max(1, channelCount * shape.pixels))
  }
}
