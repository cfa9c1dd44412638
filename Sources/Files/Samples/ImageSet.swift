import CSamples

/// Images to train on, and images held out.
public struct ImageSet: Sendable, Equatable {
  /// Accepted sides of images.
  static let sides = 1...1024
  package static let digitNames = (0..<10).map(String.init)
  /// The set's name.
  public let name: String
  /// The names of the classes.
  public let classNames: [String]
  /// Images to train on.
  public let training: ImageSamples
  /// Images held out.
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

  /// A folder's images to train on and those held out; of a single kind, every fifth is held out.
  ///
  /// - Parameters:
  ///   - word: the second kind's name.
  ///   - files: the files that were looked for.
  static func parts(
    _ training: ImageSamples?, _ test: ImageSamples?, of folder: String, _ word: String,
    files: String
  ) throws(ImageFailure) -> (training: ImageSamples, test: ImageSamples) {
    guard let some = training ?? test else {
      throw ImageFailure(folder, "holds no images", expected: files)
    }
    let parts = if let training, let test { (training, test) } else { some.everyFifth }
    let (shape, other) = (parts.0.shape, parts.1.shape)
    guard shape == other else {
      throw ImageFailure(
        folder, "\(word) images of \(other.height)×\(other.width)",
        expected: "\(shape.height)×\(shape.width), as the training images have")
    }
    guard parts.1.count > 0 else {
      throw ImageFailure(folder, "\(parts.0.count) images", expected: "at least 5")
    }
    return parts
  }

  /// The set with at most `limit` images to train on.
  public func training(on limit: Int?) -> ImageSet {
    ImageSet(name: name, classNames: classNames, training: training.first(limit), test: test)
  }
}

extension ImageSet {
  /// The digits that come with the program: 1,438 to train on, 359 held out, 8 × 8 pixels.
  ///
  /// The test part of *Optical Recognition of Handwritten Digits*, E. Alpaydin and C. Kaynak, 1998,
  /// UCI Machine Learning Repository, DOI 10.24432/C50P49, licensed under CC BY 4.0. The images are
  /// in the order in which 13 people wrote them, so both parts have digits of all of them.
  public static let digits = ImageSet(
    "digits", count: 1797, side: 8, white: 16, bytes: anode_digits())

  /// The part of MNIST that comes with the program: 800 to train on, 200 held out, 14 × 14 pixels.
  ///
  /// *The MNIST database of handwritten digits*, Y. LeCun, C. Cortes and C. J. C. Burges, 1998,
  /// licensed under CC BY-SA 3.0. If DIR has only the test images, `mnist:DIR` holds out every
  /// fifth; these are every other one of those, so a model trained on the rest has not seen them.
  /// Each pixel is the mean of four, rounded to a byte.
  public static let mnistSample = ImageSet(
    "mnist-sample", count: 1000, side: 14, white: 255, bytes: anode_mnist_sample())

  /// Digits from `CSamples`, with every fifth held out; `white` becomes a pixel of 1.
  private init(
    _ name: String, count: Int, side: Int, white: Float, bytes: UnsafePointer<UInt8>
  ) {
    let shape = ImageShape(channels: 1, height: side, width: side)
    let bytes = UnsafeBufferPointer(start: bytes, count: count * (1 + shape.count))
    let parts = ImageSamples(
      shape: shape, pixels: bytes.dropFirst(count).map { Float($0) / white },
      labels: bytes.prefix(count).map { Int32($0) }
    ).everyFifth
    self.init(
      name: name, classNames: Self.digitNames, training: parts.training, test: parts.test)
  }
}

/// An error in images: the file, the place in it and what was expected there.
public struct ImageFailure: Error, Equatable, CustomStringConvertible {
  /// The file or folder.
  public var path: String
  /// The place in it, and what was found.
  public var place: String
  /// What was expected; can be empty.
  public var expected: String

  init(_ path: String, _ place: String, expected: String = "") {
    (self.path, self.place, self.expected) = (path, place, expected)
  }

  /// One line, without the path.
  public var reason: String { expected.isEmpty ? place : "\(place), expected \(expected)" }
  /// One line with the path.
  public var description: String { "\(path): \(reason)" }
}
