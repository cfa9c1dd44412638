import Math
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

extension Probe where Value == ImagePictures? {
  /// What only a run on images shows; nil for points.
  package static var images: Self {
    Self("images", .always, blank: nil, suits: { $0.problem == .images }) { $0.images?.pictures }
  }
}

/// The pictures of a run on images, each as it was when last asked for.
final class ImageAlbum {
  private(set) var pictures: ImagePictures
  private let tested: ImageSamples
  private let evaluator: Evaluator<Float>
  /// The last trajectories of the images looked at: frames × images × features.
  private var states: [Float] = []
  private var testedAt = -1

  /// Images tested at a time: a sample, where there are more, so that testing costs little beside
  /// learning.
  private static var mostTested: Int { 500 }
  /// Mistakes kept.
  private static var mistakes: Int { 24 }

  init(_ images: ImageSet, probe: ProbeSet, evaluator: Evaluator<Float>, iterationsPerEpoch: Int) {
    tested = images.test.first(Self.mostTested)
    self.evaluator = evaluator
    pictures = ImagePictures(
      shape: images.shape, augmentation: evaluator.model.augmentation,
      classNames: images.classNames)
    pictures.pixels = probe.points
    pictures.labels = probe.labels.map { Int($0) }
    pictures.testedEvery = Self.interval(iterationsPerEpoch)
  }

  /// Once an epoch, or more often where epochs are long.
  static func interval(_ iterationsPerEpoch: Int) -> Int { min(25, max(1, iterationsPerEpoch)) }

  /// Takes over the trajectories of the images looked at.
  func take(_ trajectories: Evaluator<Float>.Trajectories, times: [Double]) {
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

  /// Which image is shown in the flow.
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

  /// The pictures of a run that this one's is a copy of.
  func adopt(_ other: ImageAlbum) {
    pictures = other.pictures
    states = other.states
    testedAt = other.testedAt
  }

  /// Tests on the images held out where the last test is older than tests are apart, or of a later
  /// moment.
  func testIfStale(iteration: Int) {
    let isFresh = testedAt >= 0 && (0..<pictures.testedEvery).contains(iteration - testedAt)
    if !isFresh { test(iteration: iteration) }
  }

  /// Tests on the images held out, unless that was done at this iteration.
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
    // Of two equally sure mistakes the first, whatever sorting does.
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

  /// The class of the greatest output of an image, and its softmax; nil where the solve failed.
  private static func guess(_ z: ArraySlice<Float>) -> ImagePictures.Guess? {
    ClassTally.guess(z).map { label in
      let greatest = z[z.startIndex + label]
      let sum = z.reduce(Float(0)) { $0 + Elementary.exp($1 - greatest) }
      return ImagePictures.Guess(label: label, probability: 1 / sum)
    }
  }
}
