import Math
import NeuralODE

/// The pictures that only a run on images has.
package struct ImagePictures: Sendable {
  /// Shape of an image, without added channels.
  package var shape: ImageShape
  /// Added channels.
  package var augmentation: Int
  package var classNames: [String]

  /// Probe images, some of those held out: pixels 0…1, image by image.
  package var pixels: [Float] = []
  package var labels: [Int] = []
  /// The model's guesses; empty when the solve fails, nil for outputs that are not finite.
  package var guesses: [Guess?] = []
  /// Index of the image in `channels`.
  package var chosen = 0
  /// The chosen image along the flow: times × channels (added ones last) × pixels. Shorter than
  /// `times` if a solve fails.
  package var channels: [Float] = []
  /// Times of `channels`, ascending from 0 to 1.
  package var times: [Float] = []

  /// The last score on held-out images.
  package var score = ImageScore()
  /// Iterations between scores.
  package var testedEvery = 1

  package init(shape: ImageShape, augmentation: Int, classNames: [String]) {
    self.shape = shape
    self.augmentation = augmentation
    self.classNames = classNames
  }

  package struct Guess: Sendable, Equatable {
    package var label: Int
    /// Softmax of the outputs, 0…1.
    package var probability: Float
  }

  package func image(_ i: Int) -> ArraySlice<Float> {
    pixels[i * shape.count..<(i + 1) * shape.count]
  }

  package var count: Int { labels.count }

  /// The most probe images: less than a default batch.
  package static let most = 60

  /// The number of probe images for a set.
  package static func count(of set: ImageSet) -> Int {
    min(most, set.test.count > 0 ? set.test.count : set.training.count)
  }

  package var channelCount: Int { shape.channels + augmentation }

  /// Complete frames of `channels`.
  package var frames: Int {
    min(times.count, channels.count / max(1, channelCount * shape.pixels))
  }
}

extension Probe where Value == ImagePictures? {
  /// nil unless the run is on images.
  package static var images: Self {
    Self("images", .always, blank: nil, suits: { $0.problem.isOfImages }) { $0.images?.pictures }
  }
}

/// The pictures of a run on images, as last drawn.
final class ImageAlbum {
  private(set) var pictures: ImagePictures
  private let tested: ImageSamples
  private let evaluator: any ModelEvaluator
  /// The last trajectories of the probe images: frames × images × features.
  private var states: [Float] = []
  private var testedAt = -1

  /// The most held-out images scored, to keep the cost low.
  private static var mostTested: Int { 500 }
  private static var mistakes: Int { 24 }

  init(_ images: ImageSet, probe: ProbeSet, evaluator: any ModelEvaluator, iterationsPerEpoch: Int)
  {
    tested = images.test.first(Self.mostTested)
    self.evaluator = evaluator
    pictures = ImagePictures(
      shape: images.shape, augmentation: evaluator.model.augmentation,
      classNames: images.classNames)
    pictures.pixels = probe.points
    pictures.labels = probe.labels.map { Int($0) }
    pictures.testedEvery = Self.interval(iterationsPerEpoch)
  }

  /// Iterations between scores: an epoch, at most 25.
  static func interval(_ iterationsPerEpoch: Int) -> Int { min(25, max(1, iterationsPerEpoch)) }

  /// Takes the trajectories of the probe images.
  func take(_ trajectories: Trajectories, times: [Double]) {
    states = trajectories.states
    pictures.times = times.prefix(trajectories.frames).map { Float($0) }
    pictures.guesses = []
    if trajectories.failure == nil {
      let final = Array(states.suffix(pictures.count * evaluator.features))
      let logits = evaluator.outputs(ofFeatures: final)
      let classes = pictures.classNames.count
      pictures.guesses = (0..<pictures.count).map {
        Self.guess(logits[$0 * classes..<($0 + 1) * classes])
      }
    }
    followChosen()
  }

  func choose(_ image: Int) {
    pictures.chosen = min(max(0, image), max(0, pictures.count - 1))
    followChosen()
  }

  private func followChosen() {
    let size = evaluator.features
    pictures.channels = []
    for frame in 0..<pictures.times.count {
      let start = (frame * pictures.count + pictures.chosen) * size
      guard start + size <= states.count else { break }
      pictures.channels += states[start..<start + size]
    }
  }

  /// Copies the pictures of another album.
  func adopt(_ other: ImageAlbum) {
    pictures = other.pictures
    states = other.states
    testedAt = other.testedAt
  }

  /// Scores the held-out images if the last score is too old, or from a later iteration.
  func testIfStale(iteration: Int) {
    let isFresh = testedAt >= 0 && (0..<pictures.testedEvery).contains(iteration - testedAt)
    if !isFresh { test(iteration: iteration) }
  }

  /// Scores the held-out images, unless that was done at this iteration.
  func test(iteration: Int) {
    guard testedAt != iteration else { return }
    testedAt = iteration
    let classes = pictures.classNames.count
    let logits = evaluator.outputs(of: tested.pixels)
    var tally = ClassTally(classes: classes)
    var wrong: [(row: Int, label: Int, guess: ImagePictures.Guess)] = []
    for row in 0..<tested.count {
      let label = Int(tested.labels[row])
      let z = logits[row * classes..<(row + 1) * classes]
      tally.add(z, label: label)
      if let guess = Self.guess(z), guess.label != label { wrong.append((row, label, guess)) }
    }
    // Sorting is not stable: order equal probabilities by row.
    wrong.sort {
      let (a, b) = ($0.guess.probability, $1.guess.probability)
      return a == b ? $0.row < $1.row : a > b
    }
    pictures.score = ImageScore(
      count: tally.samples, loss: Float(tally.meanLoss), accuracy: tally.accuracy.map { Float($0) },
      confusion: tally.confusion,
      worst: wrong.prefix(Self.mistakes).map { mistake in
        ImageScore.Mistake(
          row: mistake.row, pixels: Array(tested.image(mistake.row)), label: mistake.label,
          guess: mistake.guess)
      })
  }

  /// nil if the solve failed.
  private static func guess(_ z: ArraySlice<Float>) -> ImagePictures.Guess? {
    ClassTally.guess(z).map { label in
      let greatest = z[z.startIndex + label]
      let sum = z.reduce(Float(0)) { $0 + Elementary.exp($1 - greatest) }
      return ImagePictures.Guess(label: label, probability: 1 / sum)
    }
  }
}
