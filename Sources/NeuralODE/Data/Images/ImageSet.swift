/// Images to train on and to test on.
public struct ImageSet: Sendable, Equatable {
  /// What the set is called.
  public let name: String
  /// What the classes are called.
  public let classNames: [String]
  /// Images trained on.
  public let training: ImageSamples
  /// Images tested on.
  public let test: ImageSamples

  /// Extents of an image.
  public var shape: ImageShape { training.shape }
  /// Classes.
  public var outputs: Int { classNames.count }

  /// A set.
  public init(
    name: String, classNames: [String], training: ImageSamples, test: ImageSamples
  ) {
    precondition(training.shape == test.shape, "images of two sizes")
    self.name = name
    self.classNames = classNames
    self.training = training
    self.test = test
  }

  /// The same images to test on, and at most so many to train on.
  public func training(on limit: Int?) -> ImageSet {
    ImageSet(name: name, classNames: classNames, training: training.first(limit), test: test)
  }
}

extension ImageSet {
  /// The digits that come with the program: 1,438 to train on, 359 to test on, 8 × 8 pixels.
  public static let digits = ImageSet("digits", ofDigits: Digits.images)
  /// The part of MNIST that comes with the program: 800 to train on, 200 to test on, 14 × 14 pixels.
  public static let mnistSample = ImageSet("mnist-sample", ofDigits: MNISTSample.images)

  /// Digits, every fifth of them to be tested on.
  private init(_ name: String, ofDigits images: ImageSamples) {
    let parts = images.everyFifth
    self.init(
      name: name, classNames: ImageSource.digitNames, training: parts.training, test: parts.test)
  }
}

/// Images that are not as they should be: which file, where in it, and what was expected there.
public struct ImageFailure: Error, Equatable, CustomStringConvertible {
  /// The file or folder.
  public var path: String
  /// The place in it, with what is there.
  public var place: String
  /// What should be; empty where the place says it.
  public var expected: String

  init(path: String, place: String, expected: String) {
    (self.path, self.place, self.expected) = (path, place, expected)
  }

  init(path: String, _ failure: InputFile.Failure) {
    self.init(path: path, place: failure.reason, expected: "")
  }

  /// One line for a person, without the path.
  public var reason: String { expected.isEmpty ? place : "\(place), expected \(expected)" }
  /// One line for a person.
  public var description: String { "\(path): \(reason)" }
}
