import NeuralODE

/// What a run on images shows of itself, beside what every run shows.
public struct ImagePictures: Sendable {
  /// Extents of an image, without the channels that augment it.
  public var shape: ImageShape
  /// Channels of zeros that augment it.
  public var augmentation: Int
  /// What the classes are called.
  public var classNames: [String]

  /// Images looked at, of those judged on: pixels from 0 to 1, image by image.
  public var pixels: [Float] = []
  /// The class of each.
  public var labels: [Int] = []
  /// What the model takes each for, and how sure it is; empty when the solve fails.
  public var guesses: [Guess] = []
  /// Which of them is carried in `channels`.
  public var chosen = 0
  /// The chosen image along the flow: times × channels (the augmented ones last) × pixels. Shorter than `times` says
  /// when a solve failed on the way.
  public var channels: [Float] = []
  /// Times of `channels`, ascending from 0 to 1.
  public var times: [Float] = []

  /// How the images judged on were told apart, the last time that they were.
  public var verdict = ImageVerdict()
  /// Share told apart by judgement, one each `judgedEvery` iterations.
  public var accuracyHistory = History()
  /// Iterations from one judgement to the next.
  public var judgedEvery = 1

  /// Pictures of nothing yet.
  public init(shape: ImageShape, augmentation: Int, classNames: [String]) {
    self.shape = shape
    self.augmentation = augmentation
    self.classNames = classNames
  }

  /// What a model takes an image for.
  public struct Guess: Sendable, Equatable {
    /// The class.
    public var label: Int
    /// Its probability, by the softmax of the outputs, 0…1.
    public var probability: Float
  }

  /// The pixels of an image looked at.
  public func image(_ i: Int) -> ArraySlice<Float> {
    pixels[i * shape.count..<(i + 1) * shape.count]
  }

  /// Images looked at.
  public var count: Int { labels.count }

  /// As many images are looked at, at most: no more than a training batch has.
  public static let most = 60

  /// Images looked at of a set.
  public static func count(of set: ImageSet) -> Int {
    min(most, set.test.count > 0 ? set.test.count : set.training.count)
  }

  /// Channels of the flow.
  public var channelCount: Int { shape.channels + augmentation }

  /// Frames of `channels` that are complete.
  public var frames: Int {
    min(times.count, channels.count / max(1, channelCount * shape.pixels))
  }
}

/// How a model tells images apart that it does not learn from.
public struct ImageVerdict: Sendable, Equatable {
  /// Images judged.
  public var count = 0
  /// Mean cross entropy, in nats; not a number when a solve failed.
  public var loss: Float = .nan
  /// Share told apart, 0…1.
  public var accuracy: Float = 0
  /// How often the class of the row was taken for that of the column, `classes × classes`.
  public var confusion: [Int] = []
  /// Those that the model was most wrong about, the worst first.
  public var worst: [Mistake] = []

  /// An image that is taken for something else.
  public struct Mistake: Sendable, Equatable {
    /// Its number among those judged.
    public var row: Int
    /// Its pixels, from 0 to 1.
    public var pixels: [Float]
    /// What it is.
    public var label: Int
    /// What it is taken for.
    public var guess: ImagePictures.Guess
  }
}
